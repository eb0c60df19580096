"""Unknown names as rows for a folder of one's own actors, the same that `entente actors suggest` writes.

Takes names; gives the text of the tables, and the fold of the page that offers them.  The one door from the dashboard
to the pipeline: it reads the dictionary as it is now, and writes nothing.
"""

import sys
from collections.abc import Callable, Collection

from dashboard.ui.rows import NoRowsError, Rows, fold
from pipelines import settings
from pipelines.coder.layers import read_layers
from pipelines.knowledge.drafts import DraftError, as_csv
from pipelines.knowledge.suggest import suggest
from pipelines.tables import KnowledgeError
from published.cells import safe_cell
from published.store import published_path

HOW = (
    "What entente actors suggest writes, for the names above. Left out are places, names that the dictionary has by "
    "now and surnames of people who are in the list. Put the files into the folder actors of your home, correct them "
    "there (an id that starts with new: needs a kind), check with entente actors check, and run again. The dashboard "
    "writes nothing."
)


def drafted(names: Collection[str]) -> list[Rows]:
    """The tables with rows for these names; cells that a spreadsheet would run are quoted.  Raises NoRowsError."""
    try:
        home = settings.load()
        draft = suggest(published_path(), read_layers(home.seeds, home.actor_folders), sys.maxsize)
    except (settings.SetupError, KnowledgeError, DraftError) as error:
        raise NoRowsError(str(error)) from error
    tables = []
    for name, column in (("actors", "actor"), ("aliases", "alias")):
        rows = [
            {key: safe_cell(cell) or "" for key, cell in row.items()} for row in draft[name] if row[column] in names
        ]
        if rows:
            tables.append(Rows(name, len(rows), as_csv(name, rows)))
    return tables


def offer(names: Callable[[], Collection[str]]) -> None:
    """The names as rows to look at and to download; asked for and made while the fold is open."""
    title, none = "As rows for a folder of your own actors", "None of these names makes a row."
    fold(title, ":material/person_add:", "as_rows", lambda: drafted(names()), HOW, none)
