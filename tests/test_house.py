"""The rules of the house, read off the code itself.

Each rule is a function from source text (or files) to the faults it finds.  One test holds the rule against the tree,
another against a made-up snippet that breaks it, so that a rule which sees nothing would be noticed.
"""

import ast
import csv
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]

# The street, in the order in which the data walks it.
ROOMS = ("sources", "articles", "coder", "knowledge", "engine", "warehouse", "assets")
# Open to every room: options, the shape in which rows travel, the counting of what is done.
COMMON = {"pipelines.settings", "pipelines.parcels", "pipelines.progress", "pipelines.tables", "pipelines.versions"}
# A later room may use the schema and the types of an earlier one, and these names beside them, each for a reason.
LENT = {
    # the dictionary's users see its tables and names as the coder does
    ("knowledge", "pipelines.coder.layers"): {
        "COLUMNS", "KEYS", "KINDS", "OFF", "SWITCH", "Tables", "dangling", "key_of", "lay",
        "read_rows",
    },
    ("knowledge", "pipelines.coder.lexicon"): {"surname_forms"},
    ("knowledge", "pipelines.coder.tokens"): {"name_words"},
    ("coder", "pipelines.articles.sentences"): {"split"},  # `entente code` cuts bare text as the cleaner does
    ("articles", "pipelines.sources.addresses"): {"known_as"},  # one form for what is fetched and what a page names
    ("warehouse", "pipelines.engine.local"): {"Committed"},  # the manifest that an engine leaves for the writer
    ("warehouse", "pipelines.articles.duplicates"): {"overlap", "shingles"},  # what overlaps is what was hashed
}  # fmt: skip
SHELL = {"definitions", "cli", "commands"}  # what puts the rooms together: Dagster's entrance and the person's
DAGSTER = {"dagster", "dagster_dbt", "dagster_shared"}
BARRED = {  # packages that a room does without, so that it runs where they are not: in a worker, in Spark, in a browser
    "sources": DAGSTER | {"duckdb", "streamlit"},
    "articles": DAGSTER | {"duckdb", "streamlit"},
    "coder": DAGSTER | {"duckdb", "streamlit", "trafilatura"},
    "knowledge": DAGSTER | {"streamlit", "trafilatura"},
    "engine": DAGSTER | {"streamlit"},
    "warehouse": DAGSTER | {"streamlit"},
    "assets": {"streamlit"},
    "dashboard": DAGSTER | {"pipelines", "dbt"},
    "published": DAGSTER | {"pipelines", "dashboard", "streamlit", "dbt"},  # what the dashboard and the command share
}
# The dashboard's doors to the pipeline, and what comes through them.
DOOR = {
    "dashboard.ui.drafts": {
        "pipelines.settings", "pipelines.tables", "pipelines.coder.layers", "pipelines.knowledge.drafts",
        "pipelines.knowledge.suggest", "pipelines",
    },
    "dashboard.ui.corrections": {
        "pipelines.settings", "pipelines.tables", "pipelines.coder.layers", "pipelines.coder.patterns", "pipelines",
    },
    "dashboard.ui.trial": {
        "pipelines.settings", "pipelines.tables", "pipelines.coder.coder", "pipelines.coder.explain",
        "pipelines.coder.filter", "pipelines.coder.syntax", "pipelines.coder.types", "pipelines",
    },
}  # fmt: skip
MAX_LINES = 400
SQL = re.compile(
    r"\b(select\b.+\bfrom\b|insert\s+into|create\s+(or\s+replace\s+)?(table|view)|with\s+\w+\s+as\s*\()", re.I | re.S
)
# Backwards, so that this file does not name them either.
REGISTRY_HOSTS = [name[::-1] for name in ("gro.ipyp", "gro.detsohnohtyp", "gro.nohtyp.ipyp")]


def module_of(path: Path) -> str:
    """`pipelines/coder/types.py` -> `pipelines.coder.types`; a package is named without its `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports(module: str, source: str) -> Iterator[tuple[str, str, int]]:
    """Every import anywhere in the source as (module, name taken from it or '', line), relative ones made absolute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (whole, "", node.lineno) if is_module(whole) else (base, alias.name, node.lineno)


def import_faults(module: str, source: str) -> list[str]:
    """What `module` imports against the rules, one line each."""
    top, _, rest = module.partition(".")
    room = top if top in ("dashboard", "published") else rest.partition(".")[0]
    faults = []
    for target, name, line in imports(module, source):
        where = f"{module}:{line} imports {target}{f' ({name})' if name else ''}"
        if target in DOOR.get(module, set()):
            continue
        if target.split(".")[0] in BARRED.get(room, set()):
            faults.append(f"{where}, which {room} does without")
        elif top == "pipelines" and target.split(".")[0] == "dashboard":
            faults.append(f"{where}: nothing imports the dashboard")
        elif top == "pipelines" and target.split(".")[0] == "published" and room not in SHELL:
            faults.append(f"{where}: no room of the pipeline reads what it publishes")
        elif top == "pipelines" and target.split(".")[0] == "pipelines" and not may_import(module, room, target, name):
            faults.append(f"{where}, a part of the house it does not know")
    return faults


def may_import(module: str, room: str, target: str, name: str) -> bool:
    """Whether a module of `pipelines` may take `name` ('' for the module itself) from another module of `pipelines`."""
    if target in COMMON or target == "pipelines" or room in SHELL:
        return True
    if room not in ROOMS:  # settings, parcels, progress: under every room, so they know none
        return False
    other = target.split(".")[1]
    if other == room or (room == "assets" and other in ROOMS):
        return True
    if other not in ROOMS or ROOMS.index(other) > ROOMS.index(room):
        return False
    return target.split(".")[-1] in {"schema", "types"} or name in LENT.get((room, target), set())


def sql_faults(module: str, source: str) -> list[str]:
    """String literals that look like SQL; docstrings are prose and may speak of it."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        f"{module}:{node.lineno} holds SQL"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and SQL.search(node.value)
    ]


def length_faults(name: str, text: str) -> list[str]:
    lines = text.count("\n")
    return [f"{name} has {lines} lines"] if lines > MAX_LINES else []


def registry_faults(name: str, text: str) -> list[str]:
    return [f"{name} names {host}" for host in REGISTRY_HOSTS if host in text.lower()]


def shape_faults(name: str, lines: Iterable[str]) -> list[str]:
    """Rows of a knowledge table that have more or fewer cells than its header: a comma that needed quotes."""
    rows = list(csv.reader(lines))
    return [f"{name} row {i}: {row}" for i, row in enumerate(rows, 1) if len(row) != len(rows[0])]


def seed_faults(name: str, header: Iterable[str], properties: dict[str, dict[str, Any]]) -> list[str]:
    """What the property files leave unsaid about one knowledge table; `properties` maps its name to its dbt entry."""
    if not properties.get(name, {}).get("description"):
        return [f"seeds/{name}.csv is described nowhere in dbt_project"]
    told = {column["name"] for column in properties[name].get("columns", []) if column.get("description")}
    return [f"seeds/{name}.csv: column {column} is not described" for column in header if column not in told]


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in (ROOT / name for name in listing.split("\0") if name) if path.is_file()]


def seed_properties() -> dict[str, dict[str, Any]]:
    files = [path for path in (ROOT / "dbt_project").rglob("*.yml") if "target" not in path.parts]
    documents = [yaml.safe_load(path.read_text()) or {} for path in files]
    return {
        entry["name"]: entry
        for document in documents
        for entry in document.get("seeds") or []
        if isinstance(entry, dict)
    }


# ---- the rules against the tree ------------------------------------------------------------


def test_rooms_import_only_what_they_may() -> None:
    files = python_files("pipelines", "dashboard", "published")
    assert len(files) > 30
    assert [fault for path in files for fault in import_faults(module_of(path), path.read_text())] == []


def test_every_room_says_what_it_takes_and_gives() -> None:
    bare = [
        path
        for path in python_files("pipelines", "dashboard", "published")
        if path.read_text() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [str(path.relative_to(ROOT)) for path in bare] == []
    assert [
        room
        for room in ROOMS
        if not ast.get_docstring(ast.parse((ROOT / "pipelines" / room / "__init__.py").read_text()))
    ] == []


def test_no_file_outgrows_a_reader() -> None:
    files = [path for path in tracked_files() if path.suffix in {".py", ".sql"}]
    assert [fault for path in files for fault in length_faults(str(path.relative_to(ROOT)), path.read_text())] == []


def test_no_file_names_a_package_registry() -> None:
    faults = [
        fault for path in tracked_files() for fault in registry_faults(path.name, path.read_text(errors="replace"))
    ]
    assert faults == []


def test_every_knowledge_table_is_described() -> None:
    tables = sorted((ROOT / "seeds").glob("*.csv"))
    assert len(tables) >= 8
    properties = seed_properties()
    faults = []
    for path in tables:
        with path.open(newline="") as lines:
            faults += seed_faults(path.stem, next(csv.reader(lines)), properties)
    assert faults == []


def test_every_knowledge_table_is_in_shape() -> None:
    faults = []
    for path in sorted((ROOT / "seeds").glob("*.csv")):
        with path.open(newline="") as lines:
            faults += shape_faults(path.name, lines)
    assert faults == []


def test_pages_hold_no_sql() -> None:
    pages = python_files("dashboard/app_pages")
    assert len(pages) >= 4
    assert [fault for path in pages for fault in sql_faults(module_of(path), path.read_text())] == []


# ---- each rule against something that breaks it --------------------------------------------


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.coder.relations", "import duckdb"),
        ("pipelines.coder.relations", "from dagster import asset"),
        ("pipelines.articles.clean", "def f():\n    import duckdb"),  # a late import is an import too
        ("pipelines.coder.coder", "from pipelines.warehouse.database import connect"),
        ("pipelines.coder.coder", "from pipelines.articles.dates import publication_date"),
        ("pipelines.articles.clean", "from pipelines.coder.types import Article"),
        ("pipelines.articles.clean", "from ..coder.types import Article"),
        ("pipelines.warehouse.load", "from pipelines.engine.local import LocalEngine"),
        ("pipelines.warehouse.load", "import dagster as dg"),
        ("pipelines.engine.local", "from pipelines.assets.code import coded"),
        ("pipelines.settings", "from pipelines.sources.types import Document"),
        ("pipelines.assets.code", "from pipelines.commands.run import run"),
        ("pipelines.cli", "from dashboard.queries.table import rows"),
        ("pipelines.assets.code", "import dashboard"),
        ("dashboard.ui.evidence", "from pipelines.settings import Settings"),
        ("dashboard.app_pages.dyad", "import pipelines"),
        ("dashboard.ui.drafts", "from pipelines.warehouse.lock import held"),
        ("published.filters", "from dashboard.ui.safe import escape"),
        ("published.export", "from pipelines import progress"),
        ("pipelines.assets.publish", "from published.store import open_store"),
    ],
)
def test_a_forbidden_import_is_found(module: str, line: str) -> None:
    assert len(import_faults(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipelines.articles.clean", "from pipelines.parcels import pack"),
        ("pipelines.articles.clean", "from .sentences import split"),
        ("pipelines.coder.batches", "from pipelines.articles.schema import SENTENCES"),
        ("pipelines.warehouse.load", "from pipelines.engine.local import Committed"),
        ("pipelines.assets.code", "from pipelines.coder.coder import Coder"),
        ("pipelines.assets.code", "import dagster as dg"),
        ("pipelines.cli", "from pipelines.commands import run"),
        ("pipelines.commands.run", "from pipelines.warehouse.lock import held"),
        ("dashboard.queries.dyad", "import duckdb"),
        ("dashboard.ui.drafts", "from pipelines.knowledge.suggest import suggest"),
        ("dashboard.queries.dyad", "from published.filters import Filters"),
        ("pipelines.commands.export", "from published.export import export"),
    ],
)
def test_an_allowed_import_is_let_through(module: str, line: str) -> None:
    assert import_faults(module, line) == []


def test_sql_in_a_page_is_found() -> None:
    docstring, harmless = '"""Select a row from the table."""', 'st.title("Pick an actor from the list")'
    page = f'{docstring}\n{harmless}\nrows = run("""\n  select *\n  from relations""")'
    assert sql_faults("page", page) == ["page:3 holds SQL"]
    assert sql_faults("page", 'x = f"WITH weeks AS (SELECT week FROM {table})"')


def test_a_long_file_is_found() -> None:
    assert length_faults("a.py", "x\n" * MAX_LINES) == []
    assert length_faults("a.py", "x\n" * (MAX_LINES + 1)) == [f"a.py has {MAX_LINES + 1} lines"]


def test_a_registry_host_is_found() -> None:
    assert registry_faults("pins.txt", f"--index-url https://{REGISTRY_HOSTS[0].upper()}/simple") != []
    assert registry_faults("pins.txt", "duckdb==2.0.0 --hash=sha256:00") == []


def test_an_undescribed_knowledge_table_is_found() -> None:
    told = {"roles": {"description": "One row per office.", "columns": [{"name": "role", "description": "Its name."}]}}
    assert seed_faults("roles", ["role"], told) == []
    assert seed_faults("roles", ["role", "sector"], told) == ["seeds/roles.csv: column sector is not described"]
    assert seed_faults("actors", ["actor_id"], told) == ["seeds/actors.csv is described nowhere in dbt_project"]


def test_a_row_out_of_shape_is_found() -> None:
    assert shape_faults("roles.csv", ["role,sector", "envoy,GOV", '"aide, senior",GOV']) == []
    assert shape_faults("roles.csv", ["role,sector", "aide, senior,GOV"]) == [
        "roles.csv row 2: ['aide', ' senior', 'GOV']"
    ]
