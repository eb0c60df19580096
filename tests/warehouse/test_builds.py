"""What a build changes: relations that appeared, vanished, or are read otherwise, against one that is kept."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.warehouse.builds import KEPT, Difference, NoBuildError, compare, remember, remembered
from tests.dashboard.warehouse import build


def built(path: Path, *changes: str, run: str = "run-1", day: str = "2026-01-01") -> Path:
    """A published file of fourteen articles, with what SQL changes of its relations."""
    build(path, 14, run_id=run)
    with duckdb.connect(str(path)) as con:
        con.execute("update build_info set value = ? where key = 'built_at'", [f"{day}T00:00:00Z"])
        for change in changes:
            con.execute(change)
    return path


def rows(found: Difference) -> list[dict[str, Any]]:
    return list(found.rows())


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return built(tmp_path / "before.duckdb")


def ids(path: Path, where: str = "true") -> list[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        return [row[0] for row in con.execute(f"select relation_id from relations where {where} order by 1").fetchall()]


def test_the_same_build_has_no_difference(before: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "again.duckdb", "update relations set confidence = 0.1, rule = 'other'")
    found = compare(before, again)
    assert found.counts == {"appeared": 0, "vanished": 0, "changed": 0}
    assert rows(found) == []


def test_what_has_come_and_gone(before: Path, tmp_path: Path) -> None:
    gone = ids(before)[0]
    after = built(tmp_path / "after.duckdb", f"delete from relations where relation_id = '{gone}'")
    found = compare(before, after)
    assert found.counts == {"appeared": 0, "vanished": 1, "changed": 0}
    (row,) = rows(found)
    assert (row["kind"], row["was"]["relation_id"], row["is_now"]) == ("vanished", gone, None)
    assert row["evidence"]
    assert compare(after, before).counts == {"appeared": 1, "vanished": 0, "changed": 0}


def test_a_row_that_says_something_else_has_changed(before: Path, tmp_path: Path) -> None:
    one = ids(before)[3]
    after = built(tmp_path / "after.duckdb", f"update relations set status = 'potential' where relation_id = '{one}'")
    (row,) = rows(compare(before, after))
    assert row["kind"] == "changed"
    assert (row["was"]["relation_id"], row["is_now"]["status"]) == (one, "potential")


def test_the_same_words_read_otherwise_have_changed_though_the_id_is_another(before: Path, tmp_path: Path) -> None:
    """An id is a hash of who, whom and what, so an alias that means somebody else makes another."""
    one, other = ids(before)[5:7]
    after = built(
        tmp_path / "after.duckdb",
        f"""update relations set relation_id = 'new', source_actor_id = 'gov:XXX', source_actor = 'Government of X'
        where relation_id = '{one}'""",
        # read with a longer name, which starts elsewhere
        f"update relations set relation_id = 'newer', source_start = source_start - 4 where relation_id = '{other}'",
    )
    found = compare(before, after)
    assert found.counts == {"appeared": 0, "vanished": 0, "changed": 1}  # the other says what it said
    (row,) = rows(found)
    assert (row["was"]["relation_id"], row["is_now"]["relation_id"]) == (one, "new")


def test_the_last_builds_are_kept_small_and_tell_the_same(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "builds"
    for n in range(KEPT + 2):
        remember(built(tmp_path / "published.duckdb", run=f"run-{n}", day=f"2026-01-0{n + 1}"), folder)
    kept = remembered(folder)
    assert [path.name for path in kept] == [f"2026-01-0{n + 1}T000000Z-run-{n}.parquet" for n in range(2, KEPT + 2)]
    assert sorted(folder.iterdir()) == kept
    after = built(tmp_path / "after.duckdb", "update relations set status = 'alleged' where status = 'actual'")
    assert rows(compare(kept[-1], after)) == rows(compare(before, after))
    assert compare(kept[-1], after).before["run_id"] == f"run-{KEPT + 1}"


def test_nothing_is_kept_of_nothing(tmp_path: Path) -> None:
    remember(tmp_path / "none.duckdb", tmp_path / "builds")
    (tmp_path / "broken.duckdb").write_text("half a file")
    remember(tmp_path / "broken.duckdb", tmp_path / "builds")
    older = built(tmp_path / "older.duckdb", "alter table relations drop column title")
    remember(older, tmp_path / "builds")
    assert remembered(tmp_path / "builds") == list((tmp_path / "builds").iterdir()) == []


def test_what_is_no_build_is_named(before: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("my notes")
    with pytest.raises(NoBuildError, match="is no build"):
        compare(tmp_path / "notes.duckdb", before)


def diff(home: Path, *arguments: object) -> str:
    done = CliRunner().invoke(main, ["diff", "--home", str(home), *map(str, arguments)])
    assert "Traceback" not in done.output
    return done.output


def test_the_command_shows_them_and_says_where_there_are_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    published = home / "entente.duckdb"
    assert "no earlier build is kept yet" in diff(home)
    remember(built(published, run="one"), home / "builds")
    one, two = ids(published, "status = 'actual'")[:2]
    change = f"update relations set status = 'alleged' where relation_id in ('{one}', '{two}')"
    built(published, change, "update relations set target_country = 'QRD' where target_country = 'OMN'", run="two")
    shown = diff(home, "--limit", "1")
    assert "run_id one" in shown and "run_id two" in shown
    assert "appeared" in shown and shown.count("~") == 1 and "more; --limit shows more" in shown
    told = json.loads(diff(home, "--json"))
    assert told["counts"]["changed"] == len(told["relations"]) >= 2
    assert {(row["was"]["status"], row["is_now"]["status"]) for row in told["relations"]} >= {("actual", "alleged")}
    assert told["before"]["run_id"] == "one"
