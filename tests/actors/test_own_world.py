"""A whole run about an invented world with nothing but a user's folder, and what the next folder is drafted from."""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from own_tables import INVENTED, entente

ARTICLES = Path(__file__).parent / "invented_articles"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("own_world")
    done = entente(home, "run", "--from", ARTICLES, "--actors", INVENTED)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return home


@pytest.fixture(scope="module")
def con(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "entente.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.timeout(900)
def test_relations_name_the_users_actors_with_codes_of_the_day(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("select source_actor, source_code, target_actor, target_code from relations").fetchall()
    assert ("Oska Tarn", "QRDGOV", "Ilse Marrow", "QVLGOV") in rows
    # codes that the tables leave open, an army that goes without saying
    assert ("Armed forces of Ardovia", "QRDMIL", "Ember Front", "QVLREB") in rows
    # out of office on that day
    assert ("Wendel Brook", "QVLELI", "Ardovia", "QRD") in rows
    countries = con.execute("select distinct source from dyad_weeks where level = 'country'").fetchall()
    assert {row[0] for row in countries} <= {"QRD", "QVL"}


def test_the_users_actors_are_in_the_public_tables(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("select actor, kind, cameo_code, is_known from actors where country = 'QRD'").fetchall()
    assert ("Ardovia", "country", "QRD", True) in rows
    assert ("Government of Ardovia", "government", "QRDGOV", True) in rows
    mention = "select distinct actor, cameo_code from actor_mentions where surface = 'Ardstad'"
    assert con.execute(mention).fetchall() == [("Ardovia", "QRD")]  # both times the place of the talks


def test_unknown_names_become_rows_to_be_edited(home: Path, tmp_path: Path) -> None:
    done = entente(home, "actors", "suggest", "--out", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "mine" / "actors.csv").open(newline="") as lines:
        drafted = {row["actor"]: row for row in csv.DictReader(lines)}
    okel = drafted["Hanne Okel"]
    assert (okel["actor_id"], okel["kind"], okel["country"], okel["sector"]) == (
        "per:QVL-hanne-okel",
        "person",
        "QVL",
        "GOV",
    )
    assert "threatened the Glass Harbour League" in okel["note"]
    assert "Okel" not in drafted  # a surname goes without saying
    assert not {"Ardovia", "Oska Tarn", "Ember Front"} & set(drafted)


def test_a_draft_must_be_edited_before_it_is_used(home: Path, tmp_path: Path) -> None:
    assert entente(home, "actors", "suggest", "--out", tmp_path / "mine").returncode == 0
    table = tmp_path / "mine" / "actors.csv"
    open_ones = table.read_text().count("\nnew:")
    checked = entente(home, "actors", "check", tmp_path / "mine")
    assert checked.returncode == (1 if open_ones else 0)
    assert checked.stdout.count("is a draft") == open_ones


def test_without_a_published_file_there_is_nothing_to_suggest(tmp_path: Path) -> None:
    done = entente(tmp_path, "actors", "suggest")
    assert done.returncode == 1
    assert "`entente run` makes it" in done.stderr
