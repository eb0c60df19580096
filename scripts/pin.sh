#!/bin/sh
# Renews constraints*.txt: every package of pyproject.toml and what it needs, pinned with hashes, no index named.
# Needs uv (pip install uv).  Run it after editing the dependencies in pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
pin() {
    out=$1; shift
    echo "setuptools>=77" | uv pip compile --quiet pyproject.toml - "$@" --universal --python-version 3.11 \
        --generate-hashes --no-annotate --no-header --no-emit-index-url --output-file "$out"
}
pin constraints.txt
pin constraints-dev.txt --extra dev --constraint constraints.txt
