"""Downloads of the whole listing, made when asked for: Parquet as it is, CSV with cells that no spreadsheet runs.

Each is a .zip of the file and its datasheet.  A browser saves one file at a press, and a datasheet of its own would be
left behind; inside the file it would be one more thing that readers of CSV stumble over.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import streamlit as st

from dashboard.queries import events
from dashboard.queries.events import Listing
from dashboard.ui.view import View
from published.cells import safe_cells
from published.datasheet import Export, datasheet, told
from published.export import described, sheet_of
from published.store import Store
from published.table import Cursor
from published.writers import BOM

# What columns hold that no table has, or that count here what the filters leave.
_ONCE = "each counted once, or once for each story or report where the filters above say so"
_COLUMNS = {
    "events": {
        "n_articles": "Number of articles that report it, under the filters.",
        "n_stories": "Number of stories that report it, under the filters; reprints count once.",
        "n_outlets": "Number of outlets that report it, under the filters.",
    },
    "cells": {
        "source": "Who acts: a country by its code, or an actor.",
        "target": "Towards whom.",
        "source_name": "Name of who acts.",
        "target_name": "Name of the target.",
        "n_events": f"Number of events from the one to the other, {_ONCE}.",
        "n_joint": "How many of them are of both, such as talks; they stand in both directions.",
        "goldstein": "Mean of the Goldstein values of the events; empty where none has one.",
    },
    "changes": {
        "source": "Who acts: a country by its code, or an actor.",
        "target": "Towards whom; what two do together stands in one of the two directions.",
        "source_name": "Name of who acts.",
        "target_name": "Name of the target.",
        "party": "A country by its code, or an actor.",
        "party_name": "Its name.",
        "n": "The count of the week.",
        "mean": "Mean of the weeks before, in which no event counts as none; empty before there are four of them.",
        "change": "n against the mean as a share of the mean, 0.5 is half as much again; empty where the mean is none.",
        "trend": "more, less, same, or limited change where the mean is 2 at most and n is 5 at most.",
        "is_new": "True where no earlier week has an event of the two, in either direction.",
    },
    "bars": {
        "direction": "sent, what it did, or received, what was done to it; what is mutual stands under both.",
        "period": "First day of the week, month or year.",
        "n_events": f"Number of events, {_ONCE}.",
    },
    "partners": {
        "partner": "With whom: a country by its code, or an actor.",
        "partner_name": "Its name.",
        "n_events": f"Number of events of the two in the class, whatever the direction, {_ONCE}.",
        "n_pair": "Number of events of the two in all classes, counted alike.",
    },
    "countries": {"n_events": f"Number of events in which the country takes part on the side asked for, {_ONCE}."},
    "ties": {"n_events": f"Number of events between the two, whatever the direction, {_ONCE}."},
}
# Of a listing that is called otherwise.
_TABLES = {"names": "unknown_names", "ties": "network_ties", "countries": "country_weeks"}
_HOLDS = {
    "cells": "who acts on whom", "names": "unknown names", "ties": "ties between two parties",
    "brokers": "third parties by role", "bars": "what a party did and what was done to it",
    "countries": "events by country",
}  # fmt: skip
_DATING = {"dated": "only dated events", "undated": "only undated events"}


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


def packed(
    store: Store, what: str, asked: Mapping[str, str], data: pa.Table, file: str, make: Callable[[pa.Table], bytes]
) -> bytes:
    """The .zip of a listing, called `file` in there, and its datasheet."""
    content = make(data)
    made = Export(
        file=file,
        what=_HOLDS.get(what, what),
        made_at=datetime.now(UTC),
        rows={"rows": data.num_rows},
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        asked={name: value for name, value in asked.items() if value},
        columns=described(store, _TABLES.get(what, what), data.column_names) | _COLUMNS.get(what, {}),
        build=store.build,
        program=f"Entente {version('entente')}",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(file, content)
        archive.writestr(sheet_of(Path(file)).name, datasheet(made))
    return out.getvalue()


def buttons(shown: View, listing: Listing, unit: str, total: int) -> None:
    """Both downloads of a listing of events or relations."""
    period = listing.period
    asked = told(shown.filters) | {
        "Words in the sentence": listing.search.strip(),
        "Date": _DATING.get(listing.dating, ""),
        "CAMEO code": listing.code,
        "Party": f"{listing.party} ({listing.side})" if listing.party else "",
        "Period": f"{period.words}, of what is told as {', '.join(shown.filters.counted)}" if period else "",
    }
    downloads(shown, unit, total, partial(events.whole, filters=shown.filters, listing=listing, unit=unit), asked)


def downloads(
    shown: View, what: str, total: int, whole: Callable[[Cursor], pa.Table], asked: Mapping[str, str]
) -> None:
    """Both downloads; the query `whole`, of what is `asked` for in words, runs when a button is pressed."""

    def made(file: str, make: Callable[[pa.Table], bytes]) -> bytes:
        return packed(shown.store, what, asked, whole(shown.store.cursor()), file, make)

    run = shown.store.build.get("run_id", "build")[:12]
    with st.container(horizontal=True, key=f"exports_{what}"):
        for kind, make in (("CSV", as_csv), ("Parquet", as_parquet)):
            file = f"entente-{what}-{run}.{kind.lower()}"
            st.download_button(
                f"{kind} of all {total:,} rows" if total != 1 else f"{kind} of the one row",
                data=partial(made, file, make),
                file_name=f"{file}.zip",
                mime="application/zip",
                icon=":material/download:",
                help="A .zip with the file and its datasheet: what it is, of which build and filters, how to cite it",
                on_click="ignore",
                key=f"export_{what}_{kind}",
            )
