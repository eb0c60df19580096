"""`entente run` on the sample articles: again, elsewhere, killed, and with something wrong."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from dagster import DagsterInstance, DagsterRunStatus
from homes import ROOT, SAMPLES, closing_table, copy, differences, entente, environment, kill, start

from pipelines.warehouse import lock

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def runs(home: Path) -> list[DagsterRunStatus]:
    """The state of every run that the Dagster UI shows, the latest first."""
    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        assert not instance.event_log_storage.get_concurrency_info("duckdb").claimed_slots
        return [run.status for run in instance.get_runs()]


def test_a_run_is_recorded_where_the_ui_shows_it(sample_home: Path) -> None:
    assert runs(sample_home) == [DagsterRunStatus.SUCCESS]
    with DagsterInstance.from_config(str(sample_home / "dagster")) as instance:
        keys = {key.to_user_string() for key in instance.get_asset_keys()}
        assert {"raw/documents", "raw/relations", "seeds/actors", "main/events", "published/entente"} <= keys


def test_the_second_run_says_there_is_nothing_to_do_and_touches_nothing(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    published = home / "entente.duckdb"
    before = published.read_bytes(), published.stat().st_mtime_ns
    for _ in range(2):
        done = entente(home, "run", "--from", SAMPLES)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Nothing to do: all ")
    assert (published.read_bytes(), published.stat().st_mtime_ns) == before
    assert runs(home) == [DagsterRunStatus.SUCCESS] * 3


def test_killed_at_every_stage_and_run_again_it_ends_in_the_same_tables(sample_home: Path, tmp_path: Path) -> None:
    """Another home, other batches and processes, killed five times: the published tables are those of the samples."""
    home = tmp_path / "home"
    other = {"workers": 2, "batch_articles": 5}
    stages: list[tuple[str, Callable[[], bool]]] = [
        ("documents are kept", lambda: any((home / "raw").glob("*/*"))),
        ("articles are being cleaned", lambda: any((home / "staging" / "articles").glob("*1/manifest.json"))),
        ("articles are being coded", lambda: any((home / "staging" / "coding").glob("*3/manifest.json"))),
        ("tables are being derived", lambda: any((home / "dbt" / "run").glob("compiled/**/int_events.sql"))),
        ("the copy is being made", lambda: any(home.glob("entente.duckdb.*"))),
    ]
    killed = 0
    for name, reached in stages:
        process = start(home, "run", "--from", SAMPLES, **other)
        while process.poll() is None and not reached():
            time.sleep(0.002)
        assert process.poll() is None, f"the run ended before: {name}\n{process.stdout and process.stdout.read()}"
        kill(process)
        killed += 1
        assert not (home / "entente.duckdb").exists()
    done = entente(home, "run", "--from", SAMPLES, **other)
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(home / "entente.duckdb", sample_home / "entente.duckdb") == {}
    assert runs(home) == [DagsterRunStatus.SUCCESS] + [DagsterRunStatus.FAILURE] * killed
    assert not list(home.glob("entente.duckdb.*"))


def test_two_runs_take_turns_and_the_second_says_so(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    with lock.hold(home / "work" / "lock", "another", lambda holder: None):
        process = start(home, "run", "--from", SAMPLES)
        assert process.stdout is not None
        said = f"Another run (process {os.getpid()}) is at work in {home}; waiting for it to end.\n"
        assert process.stdout.readline() == said
        assert process.poll() is None
    assert process.stdout.read().startswith("Nothing to do: all ")
    assert process.wait() == 0


def test_ctrl_c_ends_a_run_in_one_line_and_the_next_goes_on(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    with duckdb.connect(str(home / "work" / "work.duckdb")) as con:
        con.execute("delete from raw.coded_articles")
    process = start(home, "run", "--from", SAMPLES, batch_articles=5)
    while process.poll() is None and not any((home / "staging" / "coding").glob("*3/manifest.json")):
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert (process.returncode, output) == (130, "Stopped. The next run goes on from here.\n")
    assert runs(home)[0] in (DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED)
    with duckdb.connect(str(home / "work" / "work.duckdb")) as con:
        assert con.execute("select count(*) from raw.coded_articles").fetchall()[0][0] > 0


def test_an_article_that_cannot_be_coded_is_rejected_and_all_others_are_published(
    sample_home: Path, tmp_path: Path
) -> None:
    home = copy(sample_home, tmp_path / "home")
    published = home / "entente.duckdb"
    with duckdb.connect(str(home / "work" / "work.duckdb")) as con:
        article_id, uri = con.execute(
            "select article_id, uri from raw.articles semi join raw.relations using (article_id) order by 1 limit 1"
        ).fetchall()[0]
        con.execute("delete from raw.coded_articles where article_id = ?", [article_id])
    done = entente(home, "run", "--from", SAMPLES, article_seconds=0.001)
    assert done.returncode == 1
    said = (
        f"check failed: raw/coded_articles coder_never_failed (failed: 1, why: 1 took too long (as article {article_id}"
    )
    assert said in done.stderr
    assert "last good build" not in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    table = closing_table(done.stdout)
    assert (table["rejected"], table["coded"], table["published"]) == ("1", "0", "yes")
    with duckdb.connect(str(published), read_only=True) as con:
        rejected = "select reason, detail from rejected_documents where uri = ?"
        assert con.execute(rejected, [uri]).fetchall() == [("unreadable", "the coder failed: took too long")]
        counts = "select count(*) filter (article_id = $1), count(*) filter (article_id <> $1) > 0 from relations"
        assert con.execute(counts, [article_id]).fetchall() == [(0, True)]
    assert entente(home, "run", "--from", SAMPLES).stdout.startswith("Nothing to do: all ")

    with duckdb.connect(str(home / "work" / "work.duckdb")) as con:  # as by a coder of another version
        con.execute("update raw.coded_articles set coder_version = '0' where article_id = ?", [article_id])
    done = entente(home, "run", "--from", SAMPLES)
    assert (done.returncode, done.stderr) == (0, "")
    assert differences(published, sample_home / "entente.duckdb") == {}


def test_a_failed_test_of_a_table_publishes_nothing(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    published = (home / "entente.duckdb").read_bytes()
    with duckdb.connect(str(home / "work" / "work.duckdb")) as con:
        con.execute("update raw.relations set confidence = 7")
        con.execute("update state.marks set value = value::int + 1 where name = 'raw_version'")
    done = entente(home, "run", "--from", SAMPLES)
    assert done.returncode == 1
    assert "check failed: " in done.stderr
    assert closing_table(done.stdout)["published"] == "no"
    assert (home / "entente.duckdb").read_bytes() == published


def test_a_single_file_of_a_folder_is_the_same_document(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    done = entente(home, "run", "--from", next(SAMPLES.glob("*.txt")))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing to do: all 1 inputs are known")


def test_a_rejection_ends_when_its_cause_is_gone(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    manifest = home / "inbox" / "manifest.csv"

    def rejected() -> list[str]:
        with duckdb.connect(str(home / "entente.duckdb"), read_only=True) as con:
            return [row[0] for row in con.execute("select uri from rejected_documents order by all").fetchall()]

    before = rejected()
    manifest.write_text("file,source\nnowhere.txt,The Ledger\n")
    (home / "inbox" / "report.docx").write_bytes(b"PK")
    assert closing_table(entente(home, "run").stdout)["rejected"] == "2"
    assert set(rejected()) - set(before) == {"inbox:nowhere.txt", "inbox:report.docx"}
    assert entente(home, "run").stdout.startswith("Nothing to do: ")
    manifest.write_text("file,source\n")
    (home / "inbox" / "report.docx").unlink()
    done = entente(home, "run")
    assert (done.returncode, closing_table(done.stdout)["published"]) == (0, "yes"), done.stdout + done.stderr
    assert rejected() == before
    assert entente(home, "run").stdout.startswith("Nothing to do: ")


LOOKED_TOO_EARLY = """
from pipelines.assets import idle
from pipelines.cli import main
idle.nothing_to_do = lambda *_: True
main(["run"])
"""


def test_what_comes_in_after_the_look_at_the_inputs_is_published_too(sample_home: Path, tmp_path: Path) -> None:
    home = copy(sample_home, tmp_path / "home")
    text = next(SAMPLES.glob("*.txt")).read_bytes()
    (home / "inbox" / "late.txt").write_bytes(text)
    command = [sys.executable, "-c", LOOKED_TOO_EARLY]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    table = closing_table(done.stdout)
    assert (table["came in"], table["cleaned"], table["coded"], table["published"]) == ("1", "1", "1", "yes")
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Nothing to do: all 1 inputs are known")


def test_own_actors_are_noticed_also_where_no_article_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert entente(home, "run").returncode == 0
    assert entente(home, "run").stdout.startswith("Nothing to do: ")
    shutil.copytree(ROOT / "tests" / "actors" / "invented_world", home / "actors")
    done = entente(home, "run")
    assert (done.returncode, closing_table(done.stdout)["published"]) == (0, "yes"), done.stdout + done.stderr
    assert entente(home, "run").stdout.startswith("Nothing to do: ")
