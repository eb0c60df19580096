"""`entente export`: every format under the dashboard's filters, each with its datasheet, whole or not at all."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from published.export import Wanted, export
from published.filters import Filters, condition
from published.store import identify, open_store
from tests.dashboard.warehouse import build

Db = duckdb.DuckDBPyConnection
VERSIONED = ("relation_id", "evidence", "coder_version", "dictionary_version")
IN_TIME = "event_date_start nulls last, published_at nulls last, article_id, sentence_no, relation_id"
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def run(home: Path, *arguments: object) -> str:
    done = CliRunner().invoke(main, ["export", "--home", str(home), *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def refused(home: Path, *arguments: object) -> str:
    done = CliRunner().invoke(main, ["export", "--home", str(home), *map(str, arguments)])
    assert done.exit_code != 0
    return done.output


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(con: Db, sql: str) -> list[tuple[Any, ...]]:
    return con.cursor().execute(sql).fetchall()


def test_csv_holds_every_relation_with_its_sentence_and_no_text_of_articles(
    sample_home: Path, sample_db: Db, tmp_path: Path
) -> None:
    run(sample_home, tmp_path / "all.csv")
    found = read_csv(tmp_path / "all.csv")
    told = rows(sample_db, f"select {', '.join(VERSIONED)} from relations order by {IN_TIME}")
    assert [tuple(row[name] for name in VERSIONED) for row in found] == told
    assert not {"text", "standfirst"} & found[0].keys()


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        (["--country", "IRN"], Filters(countries=("IRN",))),
        (
            ["--actor", "iran", "--class", "verbal_cooperation"],
            Filters(actors=("cty:IRN",), classes=("verbal_cooperation",)),
        ),
        (["--since", "2023-05-01", "--until", "2023-06-30"], None),
        (["--status", "planned", "--status", "negated"], Filters(statuses=("planned", "negated"))),
        (
            ["--outlet", "Nile Lamplight", "--confidence", "0.8"],
            Filters(outlets=("Nile Lamplight",), min_confidence=0.8),
        ),
    ],
    ids=["country", "actor-and-class", "dates", "status", "outlet-and-confidence"],
)
def test_the_filters_are_those_of_the_dashboard(
    sample_home: Path, tmp_path: Path, options: list[str], filters: Filters | None
) -> None:
    filters = filters or Filters(date_from=date(2023, 5, 1), date_to=date(2023, 6, 30))
    identity = identify(sample_home / "entente.duckdb")
    assert identity
    where, values = condition(filters)
    query = f"select relation_id from facts where {where} order by {IN_TIME}"
    chosen = open_store(identity).cursor().execute(query, values).fetchall()
    run(sample_home, tmp_path / "some.csv", *options)
    assert [(row["relation_id"],) for row in read_csv(tmp_path / "some.csv")] == chosen != []


def test_parquet_keeps_the_types(sample_home: Path, sample_db: Db, tmp_path: Path) -> None:
    run(sample_home, tmp_path / "events.parquet", "--what", "events")
    found = pyarrow.parquet.read_table(tmp_path / "events.parquet")
    assert found.num_rows == rows(sample_db, "select count(*) from events")[0][0]
    assert str(found.schema.field("event_date_start").type) == "date32[day]"
    assert str(found.schema.field("goldstein").type) == "double"
    assert all(found["evidence"].to_pylist())


def test_jsonl_holds_plover_records(sample_home: Path, sample_db: Db, tmp_path: Path) -> None:
    run(sample_home, tmp_path / "plover.jsonl", "--what", "plover_events", "--country", "EGY")
    records = [json.loads(line) for line in (tmp_path / "plover.jsonl").read_text().splitlines()]
    assert 0 < len(records) < rows(sample_db, "select count(*) from plover_events")[0][0]
    for record in records:
        assert record["date"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
        assert record["attributes"]["ACTOR"][0]["text"] and record["attributes"]["RECIP"][0]["text"]


@pytest.mark.parametrize(("what", "columns"), [("gdelt_events", 61), ("gdelt_mentions", 16)])
def test_tsv_is_as_the_files_of_gdelt(
    sample_home: Path, sample_db: Db, tmp_path: Path, what: str, columns: int
) -> None:
    run(sample_home, tmp_path / "gdelt.tsv", "--what", what)
    lines = (tmp_path / "gdelt.tsv").read_text().split("\n")
    assert lines.pop() == ""
    cells = [line.split("\t") for line in lines]
    assert {len(line) for line in cells} == {columns}
    ids = [row[0] for row in rows(sample_db, f'select "GLOBALEVENTID" from {what}')]
    assert sorted(int(line[0]) for line in cells) == sorted(ids)


def test_a_network_has_the_ties_of_what_happened(sample_home: Path, sample_db: Db, tmp_path: Path) -> None:
    run(sample_home, tmp_path / "ties.graphml", "--what", "country")
    run(sample_home, tmp_path / "ties.json", "--what", "country")
    graph = ElementTree.parse(tmp_path / "ties.graphml").getroot().find(f"{NAMESPACE}graph")
    assert graph is not None
    edges = {
        (edge.get("source"), edge.get("target")): {data.get("key"): data.text for data in edge}
        for edge in graph.iter(f"{NAMESPACE}edge")
    }
    told = json.loads((tmp_path / "ties.json").read_text())
    assert {(tie["source"], tie["target"]): str(tie["n_events"]) for tie in told["links"]} == {
        pair: data["n_events"] for pair, data in edges.items()
    }
    nodes = {node["id"] for node in told["nodes"]}
    assert (
        nodes == {node.get("id") for node in graph.iter(f"{NAMESPACE}node")} == {end for pair in edges for end in pair}
    )
    sql = """
        select count(distinct event_id) from relations
        where source_country = 'SAU' and target_country = 'IRN' and status = 'actual'
    """
    assert [(int(edges["SAU", "IRN"]["n_events"] or 0),)] == rows(sample_db, sql)
    assert told["graph"]["run_id"] == rows(sample_db, "select value from build_info where key = 'run_id'")[0][0]


def test_a_datasheet_says_what_the_file_is(sample_home: Path, sample_db: Db, tmp_path: Path) -> None:
    said = run(sample_home, tmp_path / "iran.csv", "--country", "IRN", "--confidence", "0.5")
    sheet = (tmp_path / "iran.csv.datasheet.md").read_text()
    assert hashlib.sha256((tmp_path / "iran.csv").read_bytes()).hexdigest() in sheet
    assert f"{len(read_csv(tmp_path / 'iran.csv')):,} rows" in sheet and "iran.csv.datasheet.md" in said
    assert "| Countries, either side | IRN |" in sheet and "| Least confidence | 0.5 |" in sheet
    for key in ("run_id", "built_at", "coder_version", "dictionary_version"):
        assert rows(sample_db, f"select value from build_info where key = '{key}'")[0][0] in sheet
    described = dict(re.findall(r"^\| (\w+) \| (.+) \|$", sheet.split("## Columns")[1], re.M))
    assert list(described) == list(read_csv(tmp_path / "iran.csv")[0])
    assert "remain theirs" in sheet and "## How to cite it" in sheet


@pytest.mark.parametrize("what", ["relations", "events", "gdelt_events", "gdelt_mentions", "plover_events"])
def test_every_column_of_an_export_is_described(sample_home: Path, tmp_path: Path, what: str) -> None:
    run(sample_home, tmp_path / "a.csv", "--what", what)
    described = (tmp_path / "a.csv.datasheet.md").read_text().split("## Columns")[1]
    assert re.findall(r"^\| (\w+) \|  ?\|$", described, re.M) == []


def test_no_cell_of_a_csv_is_run_as_a_formula(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    build(home / "entente.duckdb", 14, hostile=True)
    with duckdb.connect(str(home / "entente.duckdb")) as con:
        con.execute("update relations set source_actor = '=1+1', trigger = '@x', evidence = chr(9) || evidence")
    run(home, tmp_path / "a.csv")
    found = read_csv(tmp_path / "a.csv")
    assert {row["source_actor"] for row in found} == {"'=1+1"}
    assert [cell for row in found for cell in row.values() if cell.startswith(("=", "@", "\t", "\r", "+"))] == []


def test_what_exists_is_left_alone_unless_asked(sample_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.csv"
    out.write_text("my notes")
    assert "exists" in refused(sample_home, out)
    assert out.read_text() == "my notes"
    run(sample_home, out, "--overwrite")
    assert len(read_csv(out)) > 400
    out.unlink()
    assert "mine.csv.datasheet.md exists" in refused(sample_home, out)  # that of another export


@contextmanager
def breaking(_: str, __: int) -> Iterator[Any]:
    def advance(_: int) -> None:
        raise KeyboardInterrupt

    yield advance


def test_an_export_that_is_stopped_leaves_nothing(sample_home: Path, tmp_path: Path) -> None:
    identity = identify(sample_home / "entente.duckdb")
    assert identity
    for form in ("csv", "parquet", "jsonl"):
        with pytest.raises(KeyboardInterrupt):
            export(identity, Wanted(form, "relations", Filters()), tmp_path / f"a.{form}", "test", breaking)
    assert list(tmp_path.iterdir()) == []


def test_the_published_file_is_only_read(sample_home: Path, tmp_path: Path) -> None:
    published = sample_home / "entente.duckdb"
    before = hashlib.sha256(published.read_bytes()).hexdigest(), sorted(path.name for path in sample_home.iterdir())
    run(sample_home, tmp_path / "a.parquet")
    assert (
        hashlib.sha256(published.read_bytes()).hexdigest(),
        sorted(path.name for path in sample_home.iterdir()),
    ) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.xlsx"], "there is no format 'xlsx'"),
        (["a"], "there is no format"),
        (["a.csv", "--country", "IRAN"], "no relation has the country 'IRAN'; is IRN meant?"),
        (["a.csv", "--actor", "Irann"], "there is no actor 'Irann'; is Iran meant?"),
        (["a.csv", "--outlet", "Nile Lamplite"], "is Nile Lamplight meant?"),
        (["a.csv", "--since", "2023-05-02", "--until", "2023-05-01"], "--since is after --until"),
        (["a.csv", "--class", "war"], "material_conflict"),
        (["a.tsv", "--what", "events"], "gdelt_events"),
        (["a.graphml", "--what", "events"], "one of actor, country"),
        (["nowhere/a.csv"], "there is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_is_said_in_a_line(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = refused(sample_home, *arguments)
    assert said in answer and "Traceback" not in answer
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_was_published_yet(tmp_path: Path) -> None:
    assert "`entente run` makes it" in refused(tmp_path, tmp_path / "a.csv")


def test_a_file_of_an_earlier_version_says_what_it_lacks(tmp_path: Path) -> None:
    build(tmp_path / "entente.duckdb", 14)  # without the views
    assert "gdelt_events does not exist" in refused(tmp_path, tmp_path / "a.tsv")
    assert [path.name for path in tmp_path.iterdir()] == ["entente.duckdb"]
