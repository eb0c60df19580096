"""The rows of knowledge behind doubtful relations, to be corrected: patterns of events, and names of actors.

Takes the relations of a page; gives the rows of `seeds/patterns.csv` by which they were coded, and the aliases by which
their ends were known.  A door from the dashboard to the pipeline: it reads the tables as they are now, and writes
nothing.
"""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.queries.evidence import Evidence
from dashboard.ui.safe import say
from dashboard.ui.words import plural
from pipelines import settings
from pipelines.coder.layers import COLUMNS as ACTOR_COLUMNS
from pipelines.coder.layers import read_layers
from pipelines.coder.patterns import COLUMNS as EVENT_COLUMNS
from pipelines.coder.patterns import rows_by_rule
from pipelines.tables import KnowledgeError
from published.cells import safe_cell
from published.table import Row

HOW = (
    "The rows behind the relations above, as they stand now. A pattern that misreads: correct its row in "
    "seeds/patterns.csv. A name that is somebody else's: put its row into aliases.csv of the folder actors of your "
    "home, with off as its scope, or with another actor_id. Then run again. The dashboard writes nothing."
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table of knowledge."""

    name: str
    columns: Sequence[str]
    rows: list[dict[str, str]]

    def text(self) -> str:
        """The table as CSV; cells that a spreadsheet would run are quoted."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([safe_cell(row[column]) or "" for column in self.columns] for row in self.rows)
        return out.getvalue()


def rows_behind(relations: Sequence[Evidence], ends: Collection[Row]) -> list[Rows]:
    """The tables with the rows that gave these relations.  Raises KnowledgeError or SetupError."""
    home = settings.load()
    patterns = rows_by_rule(home.seeds)
    rules = {relation.rule.removeprefix("tree-").removeprefix("order-") for relation in relations}
    # a rule may end in the stance of the clause: `verb:attack:obj+planned`
    found = [row for rule, row in patterns.items() if any(r == rule or r.startswith(f"{rule}+") for r in rules)]
    known = {(end["actor_id"], end["surface"].casefold()) for end in ends}
    aliases = [
        row.cells
        for row in read_layers(home.seeds, home.actor_folders)["aliases"]
        if (row.cells["actor_id"], row.cells["alias"].casefold()) in known
    ]
    tables = [
        Rows("patterns", EVENT_COLUMNS["patterns"], found),
        Rows("aliases", ACTOR_COLUMNS["aliases"], aliases),
    ]
    return [table for table in tables if table.rows]


def offer(relations: Sequence[Evidence], ends: Collection[Row]) -> None:
    """The rows to look at and to download, made while the fold is open."""
    title = "The rows of knowledge behind these"
    with st.expander(title, icon=":material/rule:", key="rows_behind", on_change="rerun") as fold:
        if not fold.open:
            return
        try:
            tables = rows_behind(relations, ends)
        except (settings.SetupError, KnowledgeError) as error:
            st.warning("The rows cannot be read. Details stand below.", icon=":material/error:")
            st.code(str(error), language=None, wrap_lines=True)
            return
        say(HOW if tables else "No row of the tables as they are now gave any of these.", "note")
        for table in tables:
            st.code(table.text(), language=None, height=220)
            st.download_button(
                f"{table.name}.csv, {plural(len(table.rows), 'row')}",
                data=table.text(),
                file_name=f"{table.name}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"behind_{table.name}",
            )
