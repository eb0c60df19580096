"""Published files of every size that a page must stand: none rows, two articles, some thousand, and a hostile one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from published.store import Store, identify, open_store
from tests.dashboard.warehouse import build

ENTRY = Path(__file__).parents[2] / "dashboard" / "streamlit_app.py"
Open = Callable[..., AppTest]
SIZES = {"empty": 0, "two": 2, "fourteen": 14, "thousands": 2000, "hostile": 14}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("published")
    return {name: build(folder / f"{name}.duckdb", n, hostile=name == "hostile") for name, n in SIZES.items()}


@pytest.fixture(scope="session")
def stores(published: dict[str, Path]) -> dict[str, Store]:
    opened = {}
    for name, path in published.items():
        identity = identify(path)
        assert identity is not None
        opened[name] = open_store(identity)
    return opened


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Run a page of the dashboard on a file, with what the address says: `open_page(file, "events", q="talks")`."""

    def opened(file: Path, name: str, /, **parameters: str | list[str]) -> AppTest:
        monkeypatch.setenv("ENTENTE_DB", str(file))
        app = AppTest.from_file(str(ENTRY), default_timeout=60).switch_page(f"app_pages/{name}.py")
        for key, value in parameters.items():
            app.query_params[key] = value
        return app.run()

    return opened


def html(app: AppTest) -> str:
    """All that the page says as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))
