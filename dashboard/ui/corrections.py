"""The rows of knowledge behind doubtful relations, to be corrected: patterns of events, and names of actors.

Takes the relations of a page; gives the rows of `seeds/patterns.csv` by which they were coded, and the aliases by which
their ends were known.  A door from the dashboard to the pipeline: it reads the tables as they are now, and writes
nothing.
"""

import csv
import io
from collections.abc import Collection, Sequence

from dashboard.queries.evidence import Evidence
from dashboard.ui.rows import NoRowsError, Rows, fold
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


def rows_behind(relations: Sequence[Evidence], ends: Collection[Row]) -> list[Rows]:
    """The tables with the rows that gave these relations.  Raises NoRowsError."""
    rules = {relation.rule.removeprefix("tree-").removeprefix("order-") for relation in relations}
    named = {(end["actor_id"], end["surface"].casefold()) for end in ends}
    try:
        home = settings.load()
        patterns = rows_by_rule(home.seeds)
        known = read_layers(home.seeds, home.actor_folders)["aliases"]
    except (settings.SetupError, KnowledgeError) as error:
        raise NoRowsError(str(error)) from error
    # a rule may end in the stance of the clause: `verb:attack:obj+planned`
    found = [row for rule, row in patterns.items() if any(r == rule or r.startswith(f"{rule}+") for r in rules)]
    aliases = [row.cells for row in known if (row.cells["actor_id"], row.cells["alias"].casefold()) in named]
    tables = (
        ("patterns", EVENT_COLUMNS["patterns"], found),
        ("aliases", ACTOR_COLUMNS["aliases"], aliases),
    )
    return [Rows(name, len(rows), _text(columns, rows)) for name, columns, rows in tables if rows]


def _text(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> str:
    """A table as CSV; cells that a spreadsheet would run are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) or "" for column in columns] for row in rows)
    return out.getvalue()


def offer(relations: Sequence[Evidence], ends: Collection[Row]) -> None:
    """The rows to look at and to download, made while the fold is open."""
    title, none = "The rows of knowledge behind these", "No row of the tables as they are now gave any of these."
    fold(title, ":material/rule:", "rows_behind", lambda: rows_behind(relations, ends), HOW, none)
