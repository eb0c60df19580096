"""Downloads of the whole listing, made when asked for: Parquet as it is, CSV with cells that no spreadsheet runs."""

import io
from collections.abc import Callable
from functools import partial

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import streamlit as st

from dashboard.queries import events
from dashboard.queries.events import Listing
from dashboard.ui.view import View
from dashboard.ui.words import plural
from published.cells import safe_cells
from published.table import Cursor
from published.writers import BOM


def as_csv(data: pa.Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the accents."""
    out = io.BytesIO()
    out.write(BOM)
    pyarrow.csv.write_csv(safe_cells(data), out)
    return out.getvalue()


def as_parquet(data: pa.Table) -> bytes:
    """Compressed Parquet with the types of the database."""
    out = io.BytesIO()
    pyarrow.parquet.write_table(data, out, compression="zstd")
    return out.getvalue()


def buttons(shown: View, listing: Listing, unit: str, total: int) -> None:
    """Both downloads of a listing of events or relations."""
    downloads(shown, unit, total, partial(events.whole, filters=shown.filters, listing=listing, unit=unit))


def downloads(shown: View, what: str, total: int, whole: Callable[[Cursor], pa.Table]) -> None:
    """Both downloads; the query `whole` runs when a button is pressed."""

    def made(make: Callable[[pa.Table], bytes]) -> bytes:
        return make(whole(shown.store.cursor()))

    run = shown.store.build.get("run_id", "build")[:12]
    with st.container(horizontal=True, key=f"exports_{what}"):
        for kind, make, mime in (
            ("CSV", as_csv, "text/csv"),
            ("Parquet", as_parquet, "application/vnd.apache.parquet"),
        ):
            st.download_button(
                f"{kind} of all {plural(total, 'row')}",
                data=partial(made, make),
                file_name=f"entente-{what}-{run}.{kind.lower()}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"export_{what}_{kind}",
            )
