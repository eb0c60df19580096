"""The commands that need no build: each mistake gets one clear line."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from homes import ENTENTE, ROOT, entente, environment
from rich.console import Console

from pipelines import settings
from pipelines.commands import run, serving
from pipelines.warehouse import lock


def test_help_names_every_command_and_starts_without_dagster(tmp_path: Path) -> None:
    done = entente(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("run", "up", "add", "code", "sql", "doctor"):
        assert f"\n  {command} " in done.stdout
    script = "import sys, pipelines.cli; print({'dagster', 'dbt', 'pyarrow', 'streamlit'} & {*sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout == "set()\n"


@pytest.mark.parametrize("arguments", [("--home", "{}", "add", "{}/a.txt"), ("add", "--home", "{}", "{}/a.txt")])
def test_the_home_may_be_named_before_or_after_the_command(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text("An article.")
    done = entente(tmp_path / "another", *(argument.format(tmp_path) for argument in arguments))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "inbox" / "a.txt").read_text() == "An article."


# sql


def test_sql_answers_as_a_table_csv_and_json(sample_home: Path) -> None:
    query = (
        "select cameo_root, count(*) as n, ['a', 'b'] as list, null as nothing from event_types group by 1 order by 1"
    )
    as_table = entente(sample_home, "sql", query)
    as_csv = entente(sample_home, "sql", query, "--format", "csv")
    as_json = entente(sample_home, "sql", query, "--format", "json")
    rows = json.loads(as_json.stdout)
    assert [row["cameo_root"] for row in rows] == [f"{root:02}" for root in range(1, 21)]
    assert rows[0]["list"] == ["a", "b"]
    assert rows[0]["nothing"] is None
    parsed = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert [(row["cameo_root"], row["n"]) for row in parsed] == [(row["cameo_root"], str(row["n"])) for row in rows]
    assert parsed[0]["list"] == '["a", "b"]'
    assert "cameo_root" in as_table.stdout
    assert as_table.stdout.endswith("20 rows\n")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("selec 1", "Parser Error"),
        ("select nosuch from articles", 'column "nosuch" not found'),
        ("delete from articles", "read-only"),
        ("create table x as select 1", "read-only"),
        ("copy articles to 'out.csv'", "disabled"),
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("attach 'other.duckdb'", "disabled"),
        ("set enable_external_access = true", "locked"),
    ],
)
def test_sql_changes_nothing_reads_no_file_and_explains_in_one_line(sample_home: Path, query: str, answer: str) -> None:
    done = entente(sample_home, "sql", query)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert answer in done.stderr


def test_sql_before_the_first_run_says_what_makes_a_warehouse(tmp_path: Path) -> None:
    done = entente(tmp_path, "sql", "select 1")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "`entente run` makes it" in done.stderr


# add


def test_add_puts_files_and_folders_into_the_inbox(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "week"
    (folder / "monday").mkdir(parents=True)
    (folder / "monday" / "a.txt").write_text("one")
    (folder / ".hidden").write_text("stays")
    (tmp_path / "b.txt").write_text("two")
    done = entente(home, "add", folder, tmp_path / "b.txt")
    assert done.stdout.startswith("2 added (2 articles), 0 there already")
    assert (home / "inbox" / "week" / "monday" / "a.txt").read_text() == "one"
    assert sorted(p.name for p in (home / "inbox").rglob("*") if p.is_file()) == ["a.txt", "b.txt"]
    assert entente(home, "add", folder, tmp_path / "b.txt").stdout.startswith("0 added, 2 there already")


def test_add_says_what_will_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    for name in ("a.html", "B.TXT", "manifest.csv", "c.pdf", "others.csv"):
        (folder / name).write_text(name)
    done = entente(tmp_path / "home", "add", folder)
    sorts = "2 articles, 1 table or archive of articles, 1 manifest, 1 of a kind that is not read"
    assert done.stdout.startswith(f"5 added ({sorts}), 0 there already")
    (folder / "d.md").write_text("d")
    done = entente(tmp_path / "home", "add", folder)
    assert done.stdout == f"1 added (1 article), 5 there already: {tmp_path / 'home' / 'inbox'}\n"


def test_add_never_writes_over_another_content(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder, text in (("one", "first"), ("two", "second")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text)
    (tmp_path / "two" / "b.txt").write_text("new")
    assert entente(home, "add", tmp_path / "one" / "a.txt").returncode == 0
    done = entente(home, "add", tmp_path / "two" / "b.txt", tmp_path / "two" / "a.txt")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the inbox has another a.txt" in done.stderr
    assert [(p.name, p.read_text()) for p in (home / "inbox").iterdir()] == [("a.txt", "first")]
    both = entente(tmp_path / "other", "add", tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    assert "would both be a.txt" in both.stderr


# mistakes


@pytest.mark.parametrize("command", [("run", "--from"), ("add",)])
def test_a_path_that_does_not_exist_gets_one_clear_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = entente(tmp_path / "home", *command, tmp_path / "nowhere")
    assert done.returncode == 2
    assert "does not exist" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "home").exists()


def test_a_failed_step_is_told_with_its_brackets(tmp_path: Path) -> None:
    told = Console(file=io.StringIO(), record=True)
    report = run.Report(failed_steps=["documents: sources.toml: [lantern] kind"])
    assert run._tell(report, settings.load(tmp_path), told) == 1
    assert "step failed: documents: sources.toml: [lantern] kind\n" in told.export_text()


def test_a_home_that_cannot_be_written_gets_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = entente(tmp_path / "file" / "home", "run")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("toml", "answer"),
    [
        ("workers = 0", "setting workers"),
        ("colour = 'red'", "setting colour"),
        ("workers =", "entente.toml in the home"),
    ],
)
def test_a_wrong_setting_gets_one_clear_line(tmp_path: Path, toml: str, answer: str) -> None:
    (tmp_path / "entente.toml").write_text(toml)
    done = entente(tmp_path, "doctor")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert answer in done.stderr


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the dashboard reads it; taken for a path it would be the folder that one happens to stand in."""
    for name in ("ENTENTE_HOME", "ENTENTE_WORKERS"):
        monkeypatch.setenv(name, "")
    assert settings.load().home == settings.PROJECT / "home"


def test_a_busy_port_gets_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = entente(tmp_path, "up", "--dagster-port", str(port))
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith(f"Port {port} for the Dagster UI: address already in use.")
    assert "set ENTENTE_DAGSTER_PORT (or --dagster-port)" in done.stdout


def test_a_home_is_served_once(tmp_path: Path) -> None:
    home = settings.load(tmp_path)
    home.work.mkdir()
    with serving.hold(home, 3001, 8502):
        done = entente(tmp_path, "up", "--dagster-port", str(free_port()), "--dashboard-port", str(free_port()))
    assert done.returncode == 1
    where = f"http://127.0.0.1:3001 and http://127.0.0.1:8502, process {os.getpid()}"
    assert done.stdout == f"{tmp_path} is served already: {where}\n"


def test_one_that_was_killed_serves_no_more(tmp_path: Path) -> None:
    home = settings.load(tmp_path)
    home.work.mkdir()
    script = (
        "import os, sys, pathlib; from pipelines import settings; from pipelines.commands import serving\n"
        "with serving.hold(settings.load(pathlib.Path(sys.argv[1])), 3001, 8502): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert "8502" in (home.work / "serving").read_text()
    assert serving.serving(home) is None
    with serving.hold(home, 3003, 8504):
        assert serving.serving(home) == serving.Serving(os.getpid(), "http://127.0.0.1:3003", "http://127.0.0.1:8504")
    assert serving.serving(home) is None


# doctor


def test_doctor_finds_nothing_wrong_with_a_good_home(sample_home: Path) -> None:
    done = entente(sample_home, "doctor", dagster_port=free_port(), dashboard_port=free_port())
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ok"] * 10
    assert any("published file: build" in line for line in lines)


def test_doctor_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "entente.duckdb").write_bytes(b"not a database")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "lock").write_text('{"pid": 1, "run_id": "0123456789"}')
    (tmp_path / "sources.toml").write_text("[lantern]\nkind = 'fax'\n")
    with socket.create_server(("127.0.0.1", 0)) as busy:
        ports = {"dagster_port": busy.getsockname()[1], "dashboard_port": free_port()}
        done = entente(tmp_path, "doctor", **ports, syntax_model=tmp_path / "none")
    assert done.returncode == 1
    problems = [line for line in done.stdout.splitlines() if line.startswith("problem")]
    assert [line[9:].split(":")[0] for line in problems] == [
        "models", "sources", "Dagster UI", "published file", "writer",
    ]  # fmt: skip
    assert "there is no such folder" in problems[0] and "ENTENTE_SYNTAX_MODEL" in problems[0]
    assert "[lantern] kind: 'fax' is none of" in problems[1]
    assert "address already in use" in problems[2]
    assert "cannot be read: remove it" in problems[3]
    assert "run 01234567 was killed" in problems[4]


def test_doctor_takes_our_own_servers_and_runs_for_healthy(tmp_path: Path) -> None:
    home = settings.load(tmp_path)
    home.work.mkdir()
    with (
        socket.create_server(("127.0.0.1", 0)) as dagster,
        socket.create_server(("127.0.0.1", 0)) as dashboard,
        lock.hold(home.lock, "0123456789", lambda _: None),
    ):
        ports = dagster.getsockname()[1], dashboard.getsockname()[1]
        with serving.hold(home, *ports):
            done = entente(tmp_path, "doctor", dagster_port=ports[0], dashboard_port=ports[1])
    assert done.returncode == 0, done.stdout
    for line in (
        f"Dagster UI: serving at http://127.0.0.1:{ports[0]} (process {os.getpid()})",
        f"dashboard: serving at http://127.0.0.1:{ports[1]} (process {os.getpid()})",
        f"writer: process {os.getpid()} is at work (run 01234567)",
    ):
        assert f"ok       {line}\n" in done.stdout


# code


def test_code_answers_line_by_line_in_order(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"id": "a", "text": "Iran's foreign minister met his Egyptian counterpart in Cairo.", "date": "2023-07-19"}
        ),
        "this is no JSON",
        json.dumps({"id": "b", "text": "It rained."}),
    ]
    done = subprocess.run(
        [ENTENTE, "code"],
        input="\n".join(lines), env=environment(tmp_path), capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("id") for answer in answers] == ["a", None, "b"]
    assert answers[0]["mentions"]
    assert "error" in answers[1]
    assert done.stderr == "1 of 3 lines could not be used; each has its answer with an error\n"
    assert answers[2]["relations"] == []


def test_code_goes_on_behind_what_is_no_text(tmp_path: Path) -> None:
    lines = rb'{"id": "\ud83d", "text": "Oman met \ud83d Iran."}' + b"\n" + b'{"id": "b", "text": "It \xff rained."}'
    done = subprocess.run(
        [ENTENTE, "code"],
        input=lines, env={**environment(tmp_path), "PYTHONIOENCODING": "utf-8:strict"}, capture_output=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["\ud83d", "b"]


def test_code_tells_of_a_mistake_in_a_table_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "aliases.csv").write_text("actor_id,alias\norg:nobody,Nobody\n")
    done = entente(tmp_path, "code")
    place = tmp_path / "actors" / "aliases.csv"
    assert (done.returncode, done.stderr) == (1, f"Error: {place} row 2: there is no actor 'org:nobody'\n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
