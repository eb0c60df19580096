"""The documentation cannot drift: pages name what they read; the static pages are made of the project alone."""

import ast
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "dashboard" / "app_pages"
MUTE = ("holds", "sum_matches")  # generic tests whose every use has a meaning of its own
OF_ALL = {"relations", "articles", "events", "actors", "build_info"}  # what the store reads before any page


def queries_of(file: Path, seen: set[Path]) -> set[Path]:
    """The modules of queries that a page imports, directly or not."""
    if file in seen:
        return set()
    seen.add(file)
    found = {file} if file.parent.name == "queries" else set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dashboard"):
            package = ROOT.joinpath(*str(node.module).split("."))
            for module in (package.with_suffix(".py"), *(package / f"{name.name}.py" for name in node.names)):
                if module.exists():
                    found |= queries_of(module, seen)
    return found


def tables(manifest: Manifest) -> dict[str, str]:
    """Node and name of each public table."""
    return {name: node.alias for name, node in manifest.nodes.items() if getattr(node, "schema", "") == "main"}


def test_each_page_of_the_dashboard_says_which_tables_it_reads(manifest: Manifest) -> None:
    public = tables(manifest)
    said = {exposure.name: exposure for exposure in manifest.exposures.values()}
    assert set(said) == {page.stem for page in PAGES.glob("*.py")}
    for name, exposure in said.items():
        sql = " ".join(file.read_text(encoding="utf-8") for file in queries_of(PAGES / f"{name}.py", set()))
        read = set(re.findall(r"\b(?:from|join) (\w+)", sql)) & set(public.values()) | OF_ALL
        assert {public[node] for node in exposure.depends_on.nodes} == read, name


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "docs.py", site], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def test_the_static_pages_load_nothing_from_outside(site: Path) -> None:
    for page in ("index.html", "columns.html", "checks.html", "codebook.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?(?:https?:)?//[^>]*>", text) == [], page
        assert re.findall(r"url\([\"']?https?:[^)]*\)|@import", text) == [], page
    # dbt's page reports its readers unless the project says no
    assert '"send_anonymous_usage_stats": false' in (site / "index.html").read_text(encoding="utf-8")


def test_the_static_pages_hold_every_table_and_every_event_type(site: Path, manifest: Manifest) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert [node for node in tables(manifest) if f'"{node}"' not in text] == []
    codebook = (site / "codebook.html").read_text(encoding="utf-8")
    assert codebook.count("<tr id=") == len((ROOT / "seeds" / "event_types.csv").read_text().splitlines()) - 1
    assert '<tr id="010"><td>010</td>' in codebook


def test_each_public_column_tells_where_it_comes_from(site: Path, manifest: Manifest) -> None:
    page = (site / "columns.html").read_text(encoding="utf-8")
    rows = dict(re.findall(r'<tr id="([^"]+)">(.*?)</tr>', page))
    public = {node.alias: node for node in manifest.nodes.values() if getattr(node, "schema", "") == "main"}
    assert set(rows) == {f"{name}.{column}" for name, node in public.items() for column in node.columns}
    assert "<code>raw.sentences.text</code>" in rows["relations.evidence"]
    assert "<code>seeds.event_types.goldstein</code>" in rows["dyad_weeks.goldstein_mean"]
    assert "number of rows of intermediate.int_dyads" in rows["dyad_weeks.n_events"]
    ends = [re.findall(r"<code>([^<]*)</code>", row.rpartition("<td>")[2]) for row in rows.values()]
    assert {name.partition(".")[0] for names in ends for name in names} <= {"raw", "seeds"}
    of_evidence = [
        row for name, row in rows.items() if name.split(".")[0] in ("articles", "relations", "events", "dyad_weeks")
    ]
    assert not any("always the same" in row for row in of_evidence)


def test_every_column_of_every_model_is_described(manifest: Manifest, work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        rows = con.execute("select table_schema, table_name, column_name from information_schema.columns").fetchall()
    made = {(schema, table, column) for schema, table, column in rows}
    models = [node for node in manifest.nodes.values() if node.resource_type == "model"]
    described = {(node.schema, node.alias, c.name) for node in models for c in node.columns.values() if c.description}
    tables = {(node.schema, node.alias) for node in models}
    assert sorted(row for row in made - described if row[:2] in tables) == []


def undescribed(manifest: Manifest) -> list[str]:
    """Custom generic tests, uses of those that say nothing by themselves, singular tests and metrics without a word."""
    kinds = [macro for macro in manifest.macros.values() if macro.name.startswith("test_")]
    tests = [node for node in manifest.nodes.values() if node.resource_type == "test"]
    telling = [node for node in tests if getattr(node, "test_metadata", None) and node.test_metadata.name not in MUTE]
    own = [kind for kind in kinds if kind.package_name == "entente"]
    uses = [node for node in tests if node not in telling]
    return [thing.name for thing in (*own, *uses, *manifest.metrics.values()) if not thing.description]


def test_every_data_test_and_metric_is_described(manifest: Manifest) -> None:
    assert undescribed(manifest) == []


def test_an_undescribed_test_is_noticed(manifest: Manifest) -> None:
    blank = deepcopy(manifest)
    for name in ("macro.entente.test_is_key", next(key for key in blank.nodes if ".quad_counts_add_up." in key)):
        (blank.macros if name.startswith("macro") else blank.nodes)[name].description = ""
    assert sorted(undescribed(blank)) == ["quad_counts_add_up", "test_is_key"]


def test_the_static_pages_hold_every_check_of_the_tables(site: Path, manifest: Manifest) -> None:
    page = (site / "checks.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    tests = [node for node in manifest.nodes.values() if node.resource_type == "test"]
    assert len([row for row in rows if "<td>" in row]) == len(tests)
    assert any("events_hold_every_relation" in row and "Each relation but the denials" in row for row in rows)
    assert any("sources_keep_up" in row and row.endswith("<td>warns</td>") for row in rows)
