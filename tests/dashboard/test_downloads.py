"""Every download of the dashboard is a file with its datasheet."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.queries import events
from dashboard.queries.events import Listing
from dashboard.ui.export import as_csv, packed
from published.filters import Filters
from published.store import Store

ENTRY = Path(__file__).parents[2] / "dashboard" / "streamlit_app.py"


@pytest.mark.parametrize("what", ["relations", "events"])
def test_a_download_is_the_file_with_its_datasheet(stores: dict[str, Store], what: str) -> None:
    store = stores["thousands"]
    asked = {"Countries, either side": "IRN", "Words in the sentence": "talks", "Period": ""}
    whole = events.whole(store.cursor(), Filters(countries=("IRN",)), Listing("talks"), what)
    with zipfile.ZipFile(io.BytesIO(packed(store, what, asked, whole, f"{what}.csv", as_csv))) as archive:
        assert archive.namelist() == [f"{what}.csv", f"{what}.csv.datasheet.md"]
        data, sheet = (archive.read(name) for name in archive.namelist())
    assert data == as_csv(whole)
    told = sheet.decode()
    assert f"| SHA-256 | {hashlib.sha256(data).hexdigest()} |" in told
    assert f"| What it holds | {what}: {whole.num_rows:,} rows |" in told
    assert f"| Build | {store.build['run_id']} of {store.build['built_at']} |" in told
    assert "| Words in the sentence | talks |" in told
    assert "| Period |" not in told
    assert "## How to cite it" in told
    columns = told.partition("## Columns")[2]
    assert [name for name in whole.column_names if f"| {name} |" not in columns] == []


@pytest.mark.parametrize(
    ("page", "asked", "told"),
    [
        (
            "events",
            {"country": "Iran", "q": "said", "dating": "Dated", "unit": "Events"},
            ["| Countries, either side | IRN |", "| Words in the sentence | said |", "| Date | only dated events |"],
        ),
        ("events", {"period": "year:2023-01-01"}, ["| Period | 2023, of what is told as actual |"]),
        ("who", {}, ["| Told as | actual |", "| Between | the 12 most active |"]),
        ("unknown", {"kind": "person"}, ["| Likely kind | person |"]),
        ("unknown", {}, ["None: everything that the build holds."]),
    ],
)
def test_the_datasheet_says_what_the_page_was_asked_for(
    published: dict[str, Path], monkeypatch: pytest.MonkeyPatch, page: str, asked: dict[str, str], told: list[str]
) -> None:
    offered: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _, data, file_name, **more: offered.update({file_name: data}))
    monkeypatch.setenv("ENTENTE_DB", str(published["thousands"]))
    app = AppTest.from_file(str(ENTRY), default_timeout=60).switch_page(f"app_pages/{page}.py")
    for name, value in asked.items():
        app.query_params[name] = value
    assert not app.run().exception
    made = {name.removesuffix(".zip"): data for name, data in offered.items() if name.endswith(".zip")}
    assert [name.rpartition(".")[2] for name in made] == ["csv", "parquet"]
    for name, data in made.items():
        with zipfile.ZipFile(io.BytesIO(data())) as archive:
            assert archive.namelist() == [name, f"{name}.datasheet.md"]
            sheet = archive.read(f"{name}.datasheet.md").decode()
        assert [words for words in told if words not in sheet] == []
