"""One alias edited: what it can touch is coded anew, the tables are as after coding everything, the diff shows it."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.cli.homes import SAMPLES, closing_table, differences, entente

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
FEW = 8  # articles


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in sorted(SAMPLES.iterdir())[:FEW]:
        shutil.copy(path, folder)
    return folder


def run(home: Path, *arguments: str | Path) -> dict[str, str]:
    done = entente(home, "run", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return closing_table(done.stdout) | {"said": done.stdout}


def test_an_alias_codes_only_what_it_can_touch(tmp_path: Path, articles: Path) -> None:
    narrow, whole, own = tmp_path / "narrow", tmp_path / "whole", tmp_path / "own"
    assert run(narrow, "--from", articles)["coded"] == str(FEW)
    own.mkdir()
    (own / "aliases.csv").write_text("actor_id,alias,alias_type,scope\ngov:SAU,Riyadh,alias,off\n")
    again = run(narrow, "--from", articles, "--actors", own)
    assert 0 < int(again["coded"]) < FEW
    assert f"{FEW - int(again['coded'])} more are not touched by the edit" in again["said"]
    assert run(whole, "--from", articles, "--actors", own)["coded"] == str(FEW)
    assert differences(narrow / "entente.duckdb", whole / "entente.duckdb") == {}
    with duckdb.connect(str(narrow / "entente.duckdb"), read_only=True) as con:
        versions = con.execute("select distinct dictionary_version from relations").fetchall()
    assert len(versions) == 1
    told = json.loads(entente(narrow, "diff", "--json").stdout)
    assert sum(told["counts"].values()) == len(told["relations"]) > 0
    assert "`entente diff` shows them" in again["said"]
    assert told["before"]["dictionary_version"] != told["after"]["dictionary_version"] == versions[0][0]
    idle = run(narrow, "--from", articles, "--actors", own)
    assert "Nothing to do" in idle["said"]
