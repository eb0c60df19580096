"""Takes the pictures of the README: builds the bundled samples in a home of its own, opens pages, writes docs/pictures.

Usage: pictures.py [FOLDER].  Needs chromium, as the tests in a browser do.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
WIDE, TALL = ViewportSize(width=1280, height=860), ViewportSize(width=1280, height=1180)
# Name of the picture -> the page's address, its size, whether dark.
PICTURES = {
    "overview": ("", WIDE, False),
    "dyad": ("dyad", WIDE, False),
    "who": ("who", WIDE, False),
    "network": ("network", TALL, True),
    "article": ("article", WIDE, False),
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 60  # seconds


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The dashboard of a home; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/streamlit_app.py", "--server.port", str(port)]
    environment = {**os.environ, "ENTENTE_HOME": str(home)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + PATIENCE
        while not answers(f"{url}/_stcore/health"):
            if time.monotonic() > deadline or server.poll() is not None:
                raise SystemExit("the dashboard does not start")
            time.sleep(0.3)
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE)


def answers(url: str) -> bool:
    """Whether somebody is there."""
    try:
        urllib.request.urlopen(url, timeout=2)
    except (urllib.error.URLError, OSError):
        return False
    return True


def stand(page: Page) -> None:
    """Wait until the page has run, its charts are drawn and nothing moves."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)


def take(url: str, folder: Path) -> None:
    """Write every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("there is no chromium on this machine (scripts/chromium.sh says how to get it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (path, size, dark) in PICTURES.items():
            page = browser.new_page(viewport=size, color_scheme="dark" if dark else "light")
            page.set_default_timeout(PATIENCE * 1000)
            page.goto(f"{url}/{path}")
            stand(page)
            page.screenshot(path=folder / f"{name}.png")
            page.close()
            print(f"{folder / name}.png", flush=True)
        browser.close()


def main() -> None:
    """Build, serve, take."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        entente = Path(sys.executable).with_name("entente")
        environment = {**os.environ, "ENTENTE_HOME": home}
        subprocess.run([entente, "run", "--from", "seeds/articles"], cwd=ROOT, env=environment, check=True)
        with served(Path(home)) as url:
            take(url, folder)


if __name__ == "__main__":
    main()
