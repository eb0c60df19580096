#!/bin/sh
# Sees to it that the browser tests find a browser: Debian's chromium, installed only where none is found and we may.
# Never fails: without a browser those tests are skipped, and say why.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests"
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 && exit 0
fi
echo "No chromium was found: the browser tests will be skipped"
exit 0
