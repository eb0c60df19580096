"""A user's own folder of actors over the bundled dictionary: a world of its own, overriding, taking out."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from own_tables import INVENTED, SEEDS, folder

from pipelines import settings
from pipelines.articles.sentences import split
from pipelines.coder.coder import Coder, dictionary_version
from pipelines.coder.filter import main as code_lines
from pipelines.coder.layers import actor_records, affiliation_records, read_layers
from pipelines.coder.lexicon import load_lexicon
from pipelines.coder.types import Article, Coded, Sentence
from pipelines.tables import KnowledgeError

DAY = date(2024, 5, 16)


@pytest.fixture(scope="module")
def invented() -> Coder:
    return Coder.load(SEEDS, INVENTED)


def code(coder: Coder, text: str, day: date | None = DAY) -> Coded:
    sentences = tuple(Sentence(n, n, "body", a, b, text[a:b]) for n, (a, b) in enumerate(split(text)))
    return coder.code(Article("a", sentences, day))


def named(coder: Coder, text: str, day: date | None = DAY) -> dict[str, tuple[str, ...]]:
    return {mention.surface: mention.actor_ids for mention in code(coder, text, day).mentions}


# ---- a world that the bundled dictionary has never heard of ---------------------------------


def test_offices_of_an_invented_world_are_held_on_their_days(invented: Coder) -> None:
    text = "Ardovia's foreign minister met Velmark's president in Ardstad on Monday."
    assert named(invented, text)["Velmark's president"] == ("per:QVL-ilse-marrow",)
    assert named(invented, text, date(2018, 5, 16))["Velmark's president"] == ("per:QVL-wendel-brook",)
    (relation,) = code(invented, text).relations
    assert (relation.source_id, relation.target_id) == ("per:QRD-oska-tarn", "per:QVL-ilse-marrow")


def test_a_country_brings_its_government_and_its_army(invented: Coder) -> None:
    found = named(invented, "Ardovian troops attacked the Ember Front, and Ardstad denied it.")
    assert found["Ardovian troops"] == ("mil:QRD",)
    assert found["Ember Front"] == ("grp:QVL-ember-front",)
    assert found["Ardstad"] == ("gov:QRD",)
    assert invented.lexicon.actors["gov:QRD"].actor == "Government of Ardovia"


def test_surnames_aliases_and_metonyms_of_an_invented_world(invented: Coder) -> None:
    found = named(invented, "Oska Tarn accused Kestrel Court of lying. Tarn will address the Lake Council.")
    assert found["Tarn"] == ("per:QRD-oska-tarn",)
    assert found["Kestrel Court"] == ("gov:QVL",)
    assert found["Lake Council"] == ("org:lake-council",)


def test_the_bundled_world_stays(invented: Coder) -> None:
    assert named(invented, "Iran and Ardovia signed a treaty.") == {"Iran": ("cty:IRN",), "Ardovia": ("cty:QRD",)}


def test_two_columns_are_enough(tmp_path: Path) -> None:
    own = folder(tmp_path, actors="actor_id,actor\ncty:QTT,Tattaland\norg:moon-club,Moon Club\n")
    coder = Coder.load(SEEDS, own)
    assert named(coder, "Tattaland condemned the Moon Club.") == {
        "Tattaland": ("cty:QTT",),
        "Moon Club": ("org:moon-club",),
    }
    assert coder.lexicon.country("cty:QTT") == "QTT"


# ---- over the bundled tables -----------------------------------------------------------------


def test_a_row_replaces_the_bundled_one_of_its_key(tmp_path: Path) -> None:
    assert load_lexicon(SEEDS).actors["grp:IRN-mek"].sector == "OPP"
    own = folder(tmp_path, actors="actor_id,actor,country,sector\ngrp:IRN-mek,People's Mujahedin,IRN,REB\n")
    actor = load_lexicon(SEEDS, own).actors["grp:IRN-mek"]
    assert (actor.actor, actor.kind, actor.sector) == ("People's Mujahedin", "group", "REB")


def test_a_later_folder_lies_over_an_earlier_one(tmp_path: Path) -> None:
    first = folder(tmp_path / "1", actors="actor_id,actor\norg:x-club,First Club\n")
    second = folder(tmp_path / "2", actors="actor_id,actor\norg:x-club,Second Club\n")
    assert load_lexicon(SEEDS, first, second).actors["org:x-club"].actor == "Second Club"
    assert load_lexicon(SEEDS, second, first).actors["org:x-club"].actor == "First Club"


def test_an_office_gets_the_end_that_the_bundled_table_lacks(tmp_path: Path) -> None:
    row = "per:QRD-oska-tarn,gov:QRD,foreign minister,2019-02-01,2023-12-31"
    own = folder(tmp_path, affiliations=f"actor_id,organisation_id,role,valid_from,valid_to\n{row}\n")
    before, after = date(2023, 6, 1), date(2024, 6, 1)
    lexicon = load_lexicon(SEEDS, INVENTED, own)
    assert lexicon.holders("gov:QRD", ("foreign minister",), before) == ("per:QRD-oska-tarn",)
    assert lexicon.holders("gov:QRD", ("foreign minister",), after) == ()


def test_off_takes_out_an_alias_but_not_the_actor(tmp_path: Path) -> None:
    text = "Tehran accused Egypt of lying. Iran threatened Egypt."
    assert "Tehran" in named(Coder.load(SEEDS), text)
    coder = Coder.load(SEEDS, folder(tmp_path, aliases="actor_id,alias,scope\ngov:IRN,Tehran,off\n"))
    assert "Tehran" not in named(coder, text)
    assert named(coder, text)["Iran"] == ("cty:IRN",)


def test_off_takes_out_an_actors_own_name_and_a_surname(tmp_path: Path) -> None:
    own = folder(tmp_path, aliases="actor_id,alias,scope\ncty:QVL,Velmark,off\nper:QRD-oska-tarn,Tarn,off\n")
    coder = Coder.load(SEEDS, INVENTED, own)
    assert not any(ids == ("cty:QVL",) for ids in named(coder, "Velmark attacked Ardovia.").values())
    text = "Ardovia's Tarn accused Egypt of lying."
    assert named(Coder.load(SEEDS, INVENTED), text)["Tarn"] == ("per:QRD-oska-tarn",)
    assert ("per:QRD-oska-tarn",) not in named(coder, text).values()


def test_off_takes_out_an_actor_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    own = folder(tmp_path, actors="actor_id,actor,kind\nper:QVL-ilse-marrow,,off\ncty:EGY,,off\n")
    coder = Coder.load(SEEDS, INVENTED, own)
    assert "per:QVL-ilse-marrow" not in coder.lexicon.actors
    assert "cty:EGY" not in coder.lexicon.actors
    assert coder.lexicon.holders("gov:QVL", ("president",), DAY) == ()
    assert not any("cty:EGY" in ids for ids in named(coder, "Egypt attacked Ardovia.").values())


def test_off_takes_out_a_role_and_an_office(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        roles="phrase,scope\nforeign minister,off\n",
        affiliations="actor_id,organisation_id,role,office,valid_from\n"
        "per:QVL-wendel-brook,gov:QVL,president,off,2015-01-01\n",
    )
    lexicon = load_lexicon(SEEDS, INVENTED, own)
    assert not lexicon.in_office("per:QVL-wendel-brook", date(2018, 1, 1))
    text = "Ardovia's foreign minister quit."
    assert named(Coder.load(SEEDS, INVENTED), text)["Ardovia's foreign minister"] == ("per:QRD-oska-tarn",)
    assert ("per:QRD-oska-tarn",) not in named(Coder.load(SEEDS, INVENTED, own), text).values()


# ---- the version, the warehouse's rows, faults -----------------------------------------------


def test_the_version_covers_the_folders(tmp_path: Path) -> None:
    bundled, ours = dictionary_version(SEEDS), dictionary_version(SEEDS, INVENTED)
    empty = folder(tmp_path / "empty")
    assert dictionary_version(SEEDS, empty) == bundled != ours
    copy = folder(tmp_path / "copy", **{path.stem: path.read_text() for path in INVENTED.glob("*.csv")})
    assert dictionary_version(SEEDS, copy) == ours  # what they say counts, not where they are
    folder(copy, aliases="actor_id,alias\ncty:QRD,Ardland\n")
    assert dictionary_version(SEEDS, copy) != ours


def test_what_goes_without_saying_is_filled_in_for_the_warehouse(tmp_path: Path) -> None:
    office = "actor_id,role,country,valid_from\nper:QRD-oska-tarn,finance minister,QRD,2017-05-01\n"
    tables = read_layers(SEEDS, [INVENTED, folder(tmp_path, affiliations=office)])
    rows = [row for row in affiliation_records(tables) if row["actor_id"] == "per:QRD-oska-tarn"]
    assert rows[-1] == {
        "actor_id": "per:QRD-oska-tarn",
        "organisation_id": "gov:QRD",
        "role": "finance minister",
        "office": None,
        "country": "QRD",
        "sector": "GOV",
        "valid_from": date(2017, 5, 1),
        "valid_to": None,
        "precision": "day",
        "source": None,
    }
    ids = [row["actor_id"] for row in actor_records(tables)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"aliases": "actor_id,alias\ncty:QZZ,Nowhere\n"}, r"aliases.csv row 2: there is no actor 'cty:QZZ'"),
        ({"actors": "actor,country\nNowhere,QZZ\n"}, r"actors.csv row 1: the column actor_id is missing"),
        ({"actors": "actor_id,actor\nnew:nowhere,Nowhere\n"}, r"actors.csv row 2: .*says what it is"),
        (
            {"actors": "actor_id,actor,kind\norg:nowhere,Nowhere,club\n"},
            r"actors.csv row 2: kind 'club' is none that is known \(country, government, organisation, ",
        ),
        (
            {"affiliations": "actor_id,country,role,valid_from,organisation_id\nper:QRD-oska-tarn,QRD,king,1.2.20,\n"},
            r"affiliations.csv row 2: valid_from '1.2.20' is no day",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, tables: dict[str, str], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        load_lexicon(SEEDS, INVENTED, folder(tmp_path, **tables))


def test_a_table_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_bytes("actor_id,actor\norg:cafe,Café Club\n".encode("latin-1"))
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        load_lexicon(SEEDS, tmp_path)


def test_a_byte_order_mark_and_spaces_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("\ufeffactor_id,actor\r\n org:cafe , Café Club \r\n\r\n", encoding="utf-8")
    assert load_lexicon(SEEDS, tmp_path).actors["org:cafe"].actor == "Café Club"


# ---- where the folders come from -------------------------------------------------------------


def test_the_folder_in_the_home_comes_first_then_those_that_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENTENTE_ACTORS", raising=False)
    home = tmp_path / "home"
    assert settings.load(home).actor_folders == ()
    own = folder(home / "actors")
    assert settings.load(home).actor_folders == (own,)
    assert settings.load(home, (INVENTED,)).actor_folders == (own, INVENTED)
    monkeypatch.setenv("ENTENTE_ACTORS", f"{INVENTED}:{tmp_path}")
    assert settings.load(home).actor_folders == (own, INVENTED, tmp_path)
    monkeypatch.setenv("ENTENTE_ACTORS", str(tmp_path / "none"))
    with pytest.raises(settings.SetupError, match="there is no folder"):
        settings.load(home)


def test_the_filter_codes_with_a_folder() -> None:
    line = json.dumps({"id": "1", "text": "Ardovia condemned Velmark.", "date": "2024-05-16"})
    out = io.StringIO()
    code_lines([line], out, Coder.load(SEEDS, INVENTED))
    (relation,) = json.loads(out.getvalue())["relations"]
    assert (relation["source"]["country"], relation["target"]["country"]) == ("QRD", "QVL")
