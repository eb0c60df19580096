"""Actors from Wikidata: a service that stumbles is asked again, its answers become tables for the coder."""

import csv
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from own_tables import INVENTED, SEEDS, entente, folder
from sparql_service import WIKIDATA, Answer, Service, results, serving

from pipelines.coder.layers import read_layers
from pipelines.coder.lexicon import load_lexicon
from pipelines.knowledge.check import Words, check
from pipelines.knowledge.drafts import DraftError, write_folder
from pipelines.knowledge.sparql import Binding, RefusedError, SparqlError, ask, read
from pipelines.knowledge.wikidata import Imported, convert

QUERY = "SELECT ?item ?itemLabel WHERE { ... }"
OSKA = {"item": "Q901", "itemLabel": "Oska Tarn", "country": "QRD"}
TERM = {
    "item": "Q902", "itemLabel": "Bettan Ruhl", "kind": "person", "country": "QRD", "sector": "GOV",
    "role": "head of state", "office": "head_of_state", "start": "2011-03-01", "startPrecision": "10",
    "end": "2017-01-01", "endPrecision": "9",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def patiently(service: Service, cache: Path, deadline: float = 20.0) -> list[Binding]:
    return ask(QUERY, cache, service.url, deadline=deadline, pause=0.01)


# ---- asking ----------------------------------------------------------------------------------


def test_the_service_is_told_who_asks_and_in_which_format_it_should_answer(tmp_path: Path) -> None:
    with serving(Answer(results(OSKA))) as service:
        assert patiently(service, tmp_path) == [{**OSKA, "item": f"{WIKIDATA}Q901"}]
    assert service.queries == [QUERY]
    assert service.headers[0]["User-Agent"].startswith("entente/")
    assert service.headers[0]["Accept"] == "application/sparql-results+json"


def test_it_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    begun = time.monotonic()
    with serving(Answer(b"slow down", 429, {"Retry-After": "1"}), Answer(results(OSKA))) as service:
        assert len(patiently(service, tmp_path)) == 1
    assert len(service.queries) == 2
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize(
    "stumble",
    [
        Answer(b"java.lang.StackOverflowError", 500),
        Answer(b"", 503, {"Retry-After": "soon"}),
        Answer(results(OSKA, TERM), cut=True),
        Answer(results(OSKA, TERM)[:-20]),  # cut off, and nobody says so
        Answer(results(OSKA)[:-2] + b"\njava.util.concurrent.TimeoutException"),
    ],
    ids=["500", "503", "cut", "cut in silence", "timeout in the answer"],
)
def test_it_asks_again_after_a_failure(tmp_path: Path, stumble: Answer) -> None:
    with serving(stumble, stumble, Answer(results(OSKA))) as service:
        assert len(patiently(service, tmp_path)) == 1
    assert len(service.queries) == 3


def test_an_answer_is_kept_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    with serving(Answer(results(OSKA))) as service:
        first = patiently(service, tmp_path)
        assert patiently(service, tmp_path) == first
        assert len(service.queries) == 1
        ask(f"{QUERY} # another", tmp_path, service.url)
        assert len(service.queries) == 2
    assert patiently(service, tmp_path) == first  # and the service may be gone


def test_what_is_not_whole_is_not_kept(tmp_path: Path) -> None:
    with serving(Answer(results(OSKA)[:-5])) as service, pytest.raises(SparqlError, match="cut off"):
        patiently(service, tmp_path)
    assert len(service.queries) == 6
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_is_wrong_is_not_asked_again(tmp_path: Path) -> None:
    wrong = Answer(b"MalformedQueryException: Encountered '...'\n at line 1", 400)
    with serving(wrong) as service, pytest.raises(RefusedError, match="it answered 400: MalformedQueryException"):
        patiently(service, tmp_path)
    assert len(service.queries) == 1


def test_it_gives_up_where_it_would_have_to_wait_past_the_deadline(tmp_path: Path) -> None:
    begun = time.monotonic()
    with (
        serving(Answer(b"", 429, {"Retry-After": "3600"})) as service,
        pytest.raises(SparqlError, match="it answered 429 and asked to wait for 3600 seconds"),
    ):
        patiently(service, tmp_path)
    assert time.monotonic() - begun < 10


def test_a_service_that_drips_meets_the_deadline(tmp_path: Path) -> None:
    begun = time.monotonic()
    with (
        serving(Answer(results(OSKA, TERM), seconds_a_byte=0.05)) as service,
        pytest.raises(SparqlError, match="gave no answer"),
    ):
        patiently(service, tmp_path, deadline=1.0)
    assert time.monotonic() - begun < 10


def test_nobody_there(tmp_path: Path) -> None:
    with serving(Answer()) as service:
        pass
    with pytest.raises(SparqlError, match=r"127\.0\.0\.1.* gave no answer"):
        patiently(service, tmp_path, deadline=1.0)
    with pytest.raises(SparqlError, match="no web address"):
        ask(QUERY, tmp_path, "query.example")


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"results": {}}', b'{"boolean": true}', b"<html></html>"])
def test_what_is_no_answer(answer: bytes) -> None:
    with pytest.raises(SparqlError):
        read(answer)


# ---- from an answer to tables ----------------------------------------------------------------


@pytest.fixture(scope="module")
def tables() -> Callable[..., Imported]:
    known, words = read_layers(SEEDS, [INVENTED]), Words(SEEDS)
    return lambda *rows: convert(read(results(*rows)), known, words)


def test_a_person_with_an_office(tables: Callable[..., Imported]) -> None:
    draft = tables(TERM | {"alias": "Bettan M. Ruhl"}, TERM | {"alias": "the Old Bear"}, TERM).draft
    assert draft["actors"] == [
        {
            "actor_id": "per:QRD-bettan-ruhl",
            "actor": "Bettan Ruhl",
            "kind": "person",
            "country": "QRD",
            "sector": "GOV",
            "wikidata_id": "Q902",
        }
    ]
    assert {row["alias"] for row in draft["aliases"]} == {"Bettan M. Ruhl", "the Old Bear"}
    (office,) = draft["affiliations"]
    assert (office["organisation_id"], office["office"], office["role"]) == (
        "gov:QRD",
        "head_of_state",
        "head of state",
    )
    # an end known to the year may be its last day
    assert (office["valid_from"], office["valid_to"], office["precision"]) == ("2011-03-01", "2017-12-31", "year")


def test_what_the_dictionary_has_keeps_its_id_and_is_not_given_again(tables: Callable[..., Imported]) -> None:
    # by name and country here, by item in the bundled table: Hossein Amir-Abdollahian, foreign minister 2021 to 2024
    iranian = {
        "item": "Q17991320",
        "itemLabel": "Hossein Amirabdollahian",
        "country": "IRN",
        "role": "foreign minister",
    }
    done = tables(
        OSKA | {"role": "finance minister", "start": "2016-01-01", "end": "2018-01-01"},
        OSKA | {"role": "foreign minister", "start": "2019-02-01"},
        iranian | {"start": "2021-08-25", "end": "2024-05-19"},
    )
    assert done.draft["actors"] == []
    (office,) = done.draft["affiliations"]
    assert (office["actor_id"], office["role"]) == ("per:QRD-oska-tarn", "finance minister")
    assert done.counts["known already"] == 2
    assert done.counts["offices known already"] == 2


def test_an_organisation_with_its_names_and_its_head(tables: Callable[..., Imported]) -> None:
    club = {"item": "Q903", "itemLabel": "Union of Moons", "kind": "organisation", "sector": "IGO"}
    head = {
        "item": "Q904", "itemLabel": "Nour Asel", "role": "secretary-general", "organisation": "Q903",
        "start": "2020-01-01",
    }  # fmt: skip
    draft = tables(club | {"alias": "UOMX"}, club | {"alias": "union"}, club | {"alias": "Lake Council"}, head).draft
    assert [row["actor_id"] for row in draft["actors"]] == ["org:union-of-moons", "per:nour-asel"]
    # neither an everyday word nor another's name
    assert [row["alias"] for row in draft["aliases"]] == ["UOMX"]
    (office,) = draft["affiliations"]
    assert (office["organisation_id"], office["country"], office["sector"]) == ("org:union-of-moons", "", "IGO")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"item": "Q905", "itemLabel": "Q905"}, "without an English name"),
        ({"itemLabel": "No Item"}, "rows without an item"),
        ({"item": "Q905", "itemLabel": "Comet", "kind": "star"}, "of the unknown kind star"),
    ],
)
def test_what_is_left_out_is_counted(tables: Callable[..., Imported], row: dict[str, str], why: str) -> None:
    done = tables(row)
    assert (done.draft["actors"], done.counts[why]) == ([], 1)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"start": "-0044-03-15", "startPrecision": "11"}, "", ""),
        ({"start": "1950-01-01", "startPrecision": "8"}, "", ""),  # some time in the fifties
        ({"start": "_:t1", "end": "2000-02-01", "endPrecision": "10"}, "", "2000-02-29"),
        ({}, "", ""),
    ],
)
def test_days_that_are_hardly_known(
    tables: Callable[..., Imported], given: dict[str, str], start: str, end: str
) -> None:
    row = {"item": "Q906", "itemLabel": "Ansel Mott", "country": "QRD", "role": "defence minister"}
    (office,) = tables(row | given).draft["affiliations"]
    assert (office["valid_from"], office["valid_to"]) == (start, end)


def test_an_office_of_an_organisation_that_nobody_knows_is_left_out(tables: Callable[..., Imported]) -> None:
    done = tables({"item": "Q907", "itemLabel": "Ansel Mott", "role": "chair", "organisation": "Q1000001"})
    assert done.draft["affiliations"] == []
    assert done.counts["offices of an organisation that is not known"] == 1


def test_the_tables_are_sound_and_the_coder_uses_them(tables: Callable[..., Imported], tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_folder(tables(TERM, TERM | {"item": "Q908", "itemLabel": "Bettan Ruhl"}).draft, own)
    assert [str(fault) for fault in check(SEEDS, [INVENTED, own], [own]) if fault.level == "error"] == []
    lexicon = load_lexicon(SEEDS, INVENTED, own)
    assert "per:QRD-bettan-ruhl" in lexicon.holders("gov:QRD", ("@head_of_state",), date(2014, 1, 1))
    assert "per:QRD-bettan-ruhl-2" in lexicon.actors


def test_nobodys_edits_are_written_over(tables: Callable[..., Imported], tmp_path: Path) -> None:
    own = folder(tmp_path, actors="mine\n")
    with pytest.raises(DraftError, match="is there already"):
        write_folder(tables(TERM).draft, own)
    assert [path.name for path in own.iterdir()] == ["actors.csv"]
    assert (own / "actors.csv").read_text() == "mine\n"


# ---- the command -----------------------------------------------------------------------------


def test_the_command_asks_once_and_writes_tables(tmp_path: Path) -> None:
    home, query = tmp_path / "home", tmp_path / "mine.rq"
    query.write_text(QUERY)
    with serving(Answer(b"", 500), Answer(results(TERM | {"country": "IRN"}))) as service:
        for out in ("one", "two"):
            arguments = ("--query", query, "--endpoint", service.url, "--out", tmp_path / out)
            done = entente(home, "actors", "import", "wikidata", *arguments)
            assert done.returncode == 0, done.stderr
    assert service.queries == [QUERY, QUERY]  # the one that failed, and its repetition
    assert (tmp_path / "one" / "actors.csv").read_text() == (tmp_path / "two" / "actors.csv").read_text()
    with (tmp_path / "one" / "affiliations.csv").open(newline="") as lines:
        assert [row["organisation_id"] for row in csv.DictReader(lines)] == ["gov:IRN"]


def test_the_command_reads_a_saved_answer(tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_bytes(results(TERM | {"country": "IRN"}))
    arguments = ("actors", "import", "wikidata", "--from-file", saved, "--out", tmp_path / "out")
    done = entente(tmp_path / "home", *arguments)
    assert done.returncode == 0, done.stderr
    assert "1 rows in" in done.stdout
    again = entente(tmp_path / "home", *arguments)
    assert again.returncode == 1
    assert "is there already" in again.stderr


@pytest.mark.parametrize("arguments", [(), ("--class", "heads-of-state", "--from-file", __file__)])
def test_the_command_wants_one_source(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = entente(tmp_path, "actors", "import", "wikidata", *arguments, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "give one of" in done.stderr


def test_every_bundled_query_gives_what_the_tables_need() -> None:
    queries = sorted((SEEDS / "wikidata").glob("*.rq"))
    assert len(queries) >= 5
    for path in queries:
        text = path.read_text()
        head = text[text.index("SELECT") : text.index("WHERE")]
        assert {"?item", "?itemLabel", "?kind"} <= set(head.split()), path.name
        for variable in head.split()[1:]:
            assert text.count(variable) > 1, (path.name, variable)
        assert text.count("{") == text.count("}"), path.name
