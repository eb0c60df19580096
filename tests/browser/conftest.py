"""One dashboard, one browser, and a page that fails on any exception, console error or request to another host."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    TimeoutError,
    expect,
    sync_playwright,
)

from tests.dashboard.warehouse import build

ROOT = Path(__file__).parents[2]
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"fourteen": 14, "thousands": 2000, "hostile": 14, "two": 2}
# On a page below the root Streamlit asks first for these beside the page, then at the root.
PROBES = ("/_stcore/health", "/_stcore/host-config")
PATIENCE = 30_000  # milliseconds; a loaded machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


@dataclass
class Dashboard:
    """A running dashboard and the place where builds are published for it."""

    url: str
    file: Path
    files: dict[str, Path] = field(default_factory=dict)

    def publish(self, name: str) -> None:
        fresh = self.file.with_suffix(".fresh")
        shutil.copyfile(self.files[name], fresh)
        fresh.replace(self.file)


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    folder = tmp_path_factory.mktemp("dashboard")
    files = {
        name: build(folder / f"{name}.duckdb", n, hostile=name == "hostile", run_id=f"run-{name}")
        for name, n in SIZES.items()
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/streamlit_app.py", "--server.port", str(port)]
    home = folder / "home"
    home.mkdir()
    environment = {**os.environ, "ENTENTE_HOME": str(home)}
    environment.pop("ENTENTE_DB", None)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield Dashboard(f"http://127.0.0.1:{port}", home / "entente.duckdb", files)
        finally:
            server.terminate()
            server.wait(20)
    written = (folder / "log").read_text()
    assert "Traceback" not in written, written[-3000:]


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, dashboard: Dashboard) -> Iterator[Callable[..., Page]]:
    """Open a page of the dashboard: `visit("events?q=x", dark=True, width=390)`."""
    troubles: list[str] = []
    contexts: dict[tuple[bool, int], BrowserContext] = {}

    def guard(route: Route) -> None:
        if route.request.url.startswith((dashboard.url, "data:", "blob:")):
            route.continue_()
        else:
            troubles.append(f"asked {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith(PROBES):
            troubles.append(f"console: {message.text}")

    def opened(path: str = "", dark: bool = False, width: int = 1360) -> Page:
        if (dark, width) not in contexts:
            contexts[dark, width] = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                accept_downloads=True,
            )
        page = contexts[dark, width].new_page()
        page.set_default_timeout(PATIENCE)
        page.route("**/*", guard)
        page.on("console", listen)
        page.on("pageerror", lambda error: troubles.append(f"page: {error}"))
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{dashboard.url}/{path}")
        settle(page)
        return page

    yield opened
    for context in contexts.values():
        for page in context.pages:
            troubles += [f"exception: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
        context.close()
    assert not troubles


def settle(page: Page) -> None:
    """Wait until the script has run and the page stands."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector("h1")


def unfold(box: Locator) -> None:
    """Open a list to choose from; a page that is still being drawn closes it again."""
    for patience in (3_000, 6_000, PATIENCE):
        box.click()
        try:
            box.page.get_by_role("option").first.wait_for(timeout=patience)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"the list does not open: {box}")
