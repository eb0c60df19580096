"""The SQL console reads the published tables and nothing else, within limits, whatever it is asked."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.queries.examples import EXAMPLES
from published.answer import BYTES, ROWS, answer, opened
from published.console import ask
from published.guard import HARMLESS, Refused, checked
from published.store import TABLES, Identity, identify
from published.table import column
from tests.dashboard.conftest import Open, html
from tests.dashboard.warehouse import build

ENDLESS = "with recursive endless as (select 1 as n union all select n + 1 from endless) select max(n) from endless"
UNSTOPPABLE = "select levenshtein(repeat('ab', 100000), repeat('ba', 100000))"  # one value: DuckDB looks up too late


@pytest.fixture(scope="module")
def con(published: dict[str, Path]) -> duckdb.DuckDBPyConnection:
    return opened(str(published["fourteen"]))


@pytest.fixture
def identity(published: dict[str, Path]) -> Identity:
    found = identify(published["fourteen"])
    assert found is not None
    return found


@pytest.mark.parametrize(
    "sql",
    [
        # files
        "from '/etc/passwd'", "select * from 'other.csv'", 'from "/etc/passwd"', "from read_csv('/etc/passwd')",
        "from read_text('/etc/passwd')", "from read_blob(['/etc/passwd'])", "from read_json('x.json')",
        "from read_parquet('x.parquet')", "from parquet_metadata('x.parquet')", "from sniff_csv('/etc/passwd')",
        "from glob('/*')", "from read_duckdb('/tmp/x.duckdb')", "copy relations to '/tmp/x.csv'",
        "copy (select 1) to '/tmp/x.csv'", "export database '/tmp/x'", "import database '/tmp/x'",
        "attach '/tmp/x.duckdb'", "attach ':memory:' as other", "detach warehouse", "use memory",
        "from 'https://evil.invalid/x.csv'", "select (select content from read_text('/etc/passwd'))",
        "select 1 where exists (from read_text('/etc/passwd'))",
        "select 1 order by (select count(*) from glob('/*'))",
        # what the system knows
        "from duckdb_databases()", "from duckdb_databases", "from pragma_database_list", "pragma database_list",
        "from duckdb_settings()", "from duckdb_secrets()", "from duckdb_logs", "from pg_catalog.pg_database",
        "from system.main.duckdb_databases", "from information_schema.schemata", "from sqlite_master",
        "from memory.main.sqlite_master", "show databases", "show tables", "show all tables", "describe",
        "select getenv('HOME')", "select 'HOME'.getenv()", "select current_setting('temp_directory')",
        "select main.current_setting('temp_directory')", "select system.main.current_setting('threads')",
        "select max(current_setting('temp_directory')) over () from relations", "from duckdb_temporary_files()",
        "select list_transform(['temp_directory'], lambda x: current_setting(x))",
        "select [current_setting(x) for x in ['temp_directory']]", "from which_secret('s3://x', 's3')",
        "with tables as (from duckdb_databases()) from tables",
        "from (with duckdb_databases as (select 1) from duckdb_databases), duckdb_databases",
        "select (with pg_settings as (select 1) select 1), * from pg_settings",
        "describe duckdb_databases", "summarize duckdb_databases", "describe (from duckdb_databases())",
        "pivot duckdb_databases on path in ('x') using count(*)", "select * from relations, lateral (from glob('/*'))",
        "from relations join duckdb_databases on true", "from relations union all by name from duckdb_databases",
        # questions in questions
        "from query('from duckdb_databases()')", "from query_table(['duckdb_databases'])",
        "select json_serialize_plan('from duckdb_databases()')", "from seq_scan('relations')",
        "from json_execute_serialized_sql(json_serialize_sql('select 1'))", "pragma json_execute_serialized_sql('')",
        "prepare x as select 1", "execute x", "call duckdb_settings()", "explain analyze select 1",
        "from arrow_scan(1, 2, 3)", "from pandas_scan(1)", "from python_map_function(1)",
        # changes
        "create table mine (x integer)", "create view mine as select 1", "create macro f() as 1",
        "insert into stories (story_id) values ('x')", "update stories set title = 'x'", "delete from stories",
        "drop table stories", "alter table stories drop column title", "truncate stories", "vacuum", "checkpoint",
        "with new as (insert into stories (story_id) values ('x') returning *) from new",
        "with gone as (delete from stories returning *) from gone", "merge into stories using events on true "
        "when matched then delete", "set threads = 8", "reset threads", "set variable x = 1", "pragma threads = 8",
        "install httpfs", "load httpfs", "begin", "comment on table stories is 'x'", "select write_log('x')",
        "from enable_logging()", "from checkpoint()", "from force_checkpoint()", "select sleep_ms(100000)",
        "select __internal_decompress_string(1::hugeint)", "select nextval('x')",
        # more than one, or none
        "select 1; select 2", "select 1; drop table stories", "-- nothing", "", ";", "/* */",
        # local names of the process
        "from sql", "from con", "from identity", "from sys",
    ],
)  # fmt: skip
def test_what_is_no_question_to_the_tables_is_refused(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(Refused):
        checked(con, sql)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_is_answered(published: dict[str, Path], name: str) -> None:
    found = answer(opened(str(published["thousands"])), EXAMPLES[name])
    assert found.num_columns > 1
    assert found.num_rows > 0 or name.startswith("rejected_documents")


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("from relations limit 3", 3),
        ("SELECT count(*) FROM warehouse.main.Relations; -- one", 1),
        ("with recent as (from relations limit 5) select source_actor, now() from recent", 5),
        ("with recursive n as (select 1 as i union all select i + 1 from n where i < 4) from n", 4),
        ("values (1), (2)", 2),
        ("select unnest(range(3))", 3),
        ("from generate_series(1, 4) union all select 9", 5),
        ("select s.title from stories s semi join articles a using (story_id) where exists (from events) limit 1", 1),
        ("pivot relations on status in ('actual', 'planned') using count(*) group by quad_class limit 1", 1),
        ("describe select title from stories", 1),
        ("select row_number() over (partition by status order by relation_id) from relations limit 2", 2),
        ("select list_filter([1, 2, 3], lambda x: x > 1)", 1),
        ("from main.stories limit 1", 1),
        ("select ';' -- and; so on", 1),
    ],
)
def test_what_reads_the_tables_is_answered(con: duckdb.DuckDBPyConnection, sql: str, rows: int) -> None:
    assert answer(con, sql).num_rows == rows


def test_summaries_and_columns_are_given(con: duckdb.DuckDBPyConnection) -> None:
    assert column(answer(con, "describe stories"), "column_name")[:2] == ["story_id", "head_article_id"]
    assert answer(con, "summarize event_types").num_rows == 8


def test_every_function_that_reads_the_system_is_known(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select distinct function_name from duckdb_functions() where stability <> 'CONSISTENT'"
    for (name,) in con.execute(sql).fetchall():
        if name not in HARMLESS:
            with pytest.raises(Refused):
                checked(con, f"select {name}()")


def test_beneath_the_check_the_connection_is_closed_too(con: duckdb.DuckDBPyConnection) -> None:
    for sql in (
        "select * from read_text('/etc/passwd')", "attach '/tmp/x.duckdb'", "set threads = 8", "from con",
        "insert into stories (story_id) values ('x')", "install httpfs", "copy (select 1) to '/tmp/entente-leak.csv'",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            con.execute(sql).fetchall()


def test_columns_have_names_of_their_own_and_types_that_can_be_shown(con: duckdb.DuckDBPyConnection) -> None:
    sql = """select 1 as a, 2 as a, 3 as a_2, {'x': 1} as s, map(['k'], [1]) as m, interval 1 day as i, 'b'::blob as b,
        uuid() as u, 2::hugeint as h, 1.5::decimal(4, 1) as d, ['x'] as l, [1] as n, '290000-01-01'::date as far,
        null as nothing, 'x' as "=1+1", '' as "<img src=x>" """
    found = answer(con, sql)
    assert found.column_names[:3] == ["a", "a_2", "a_2_2"]
    assert found.column_names[-2:] == ["=1+1", "<img src=x>"]
    assert [found[name][0].as_py() for name in ("s", "m", "i", "n", "h", "l")] == [
        "{'x': 1}", "{k=1}", "1 day", "[1]", 2, ["x"],
    ]  # fmt: skip


def test_no_more_rows_are_asked_for_than_are_shown(identity: Identity) -> None:
    found = ask(identity, "select * from range(1000000000000)")
    assert (found.table.num_rows, found.is_cut) == (ROWS, True)
    whole = ask(identity, f"select * from range({ROWS})")
    assert (whole.table.num_rows, whole.is_cut) == (ROWS, False)
    large = ask(identity, "select repeat('x', 20000) as x from range(9000)")
    assert large.is_cut
    assert large.table.nbytes < BYTES + 1_000 * 20_100


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000) a, range(1000000000) b",
        "select len(repeat('x', 2000000000))",
        "select list_sum(range(300000000))",
        "select string_agg(repeat('a', 1000000)) from range(1000000)",
    ],
)
def test_what_takes_too_much_memory_is_stopped(identity: Identity, sql: str) -> None:
    with pytest.raises(Refused, match=r"more memory than a question may have|Stopped after"):
        ask(identity, sql)


def test_what_takes_too_long_is_stopped(identity: Identity, con: duckdb.DuckDBPyConnection) -> None:
    threading.Timer(0.5, con.interrupt).start()
    with pytest.raises(Refused, match="Stopped after 10 seconds"):
        answer(con, ENDLESS)
    began = time.monotonic()
    with pytest.raises(Refused, match="Stopped after 10 seconds"):
        ask(identity, UNSTOPPABLE, seconds=4)
    assert time.monotonic() - began < 20


def test_what_breaks_the_reader_of_sql_breaks_nothing_else(identity: Identity) -> None:
    for sql in (
        "select " + "(" * 100_000 + "1" + ")" * 100_000,
        "select " + "[" * 900 + "1" + "]" * 900,
        "\0",
        "\ud800",
    ):
        with pytest.raises(Refused):
            ask(identity, sql)
    assert ask(identity, "select 1").table.num_rows == 1


def test_several_readers_ask_at_once(identity: Identity) -> None:
    with ThreadPoolExecutor(5) as readers:
        found = list(readers.map(lambda n: ask(identity, f"select {n} as n from relations limit 1"), range(5)))
    assert [column(one.table, "n") for one in found] == [[n] for n in range(5)]


def test_errors_are_told_without_the_path(identity: Identity) -> None:
    for sql in ("selec 1", "select nothing from relations", "from nowhere", "select $1", "select 1 / 'x'::integer"):
        with pytest.raises(Refused) as refused:
            ask(identity, sql)
        assert str(refused.value)
        assert Path(identity.path).name not in str(refused.value)


def test_a_file_that_is_named_from_the_present_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "entente.duckdb", 2)
    monkeypatch.chdir(tmp_path)
    here = identify(Path("entente.duckdb"))
    assert here is not None
    assert ask(here, "from relations limit 1").table.num_rows == 1


def test_the_file_is_left_as_it_is_and_a_new_build_is_noticed(tmp_path: Path) -> None:
    path = build(tmp_path / "entente.duckdb", 2)
    before, old = path.read_bytes(), identify(path)
    assert old is not None
    ask(old, "from relations")
    assert path.read_bytes() == before
    build(path, 14)
    with pytest.raises(Refused, match="Another build"):
        ask(old, "from relations")


def press_run(app: AppTest) -> None:
    next(button for button in app.button if button.label == "Run").click().run(timeout=60)


def test_a_question_in_the_address_waits_for_run(open_page: Open, published: dict[str, Path]) -> None:
    sql = "select title, n_articles from stories order by title limit 2"
    app = open_page(published["fourteen"], "console", sql=sql)
    assert app.text_area[0].value == sql
    assert "Answer" not in [title.value for title in app.subheader]
    press_run(app)
    assert not app.exception
    assert "2 rows of 2 columns, the whole answer." in html(app)
    assert list(app.dataframe[0].value.columns) == ["title", "n_articles"]
    app.run()
    assert "2 rows of 2 columns" in html(app)


def test_an_example_fills_the_box_and_a_refusal_is_told(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["fourteen"], "console")
    app.selectbox(key="example").select("build_info: what made this file").run()
    assert app.text_area[0].value == "from build_info"
    app.text_area[0].set_value("from duckdb_settings()")
    press_run(app)
    assert "duckdb_settings reads other things than the tables" in app.code[0].value
    app.text_area[0].set_value(" ")
    press_run(app)
    assert app.code[0].value.startswith("Write a question first")


def test_examples_name_public_tables() -> None:
    assert {name.split(":")[0] for name in EXAMPLES} <= {*TABLES, "a table and its columns"}
