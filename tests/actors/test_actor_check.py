"""`entente actors check`: each kind of fault is told with file and row; what is well is left alone."""

import subprocess
from pathlib import Path

import pytest
from own_tables import INVENTED, SEEDS, entente, folder

from pipelines.knowledge.check import Words, check

HEADS = "actor_id,role,office,country,valid_from,valid_to\n"


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(SEEDS)


def faults(own: Path, *below: Path) -> list[str]:
    """The faults of a folder, without the path of the folder."""
    return [str(fault).replace(f"{own}/", "") for fault in check(SEEDS, [*below, own], [own])]


def test_the_bundled_tables_check_clean() -> None:
    assert [str(fault) for fault in check(SEEDS, [], [SEEDS])] == []


def test_a_sound_folder_has_no_fault() -> None:
    assert faults(INVENTED) == []


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"actors": "actor_id,actor\norg:a-b,A Club\norg:a-b,B Club\n"}, "error: actors.csv row 3: org:a-b stands in"),
        ({"aliases": "actor_id,alias\ncty:QRD,Ard\ncty:QRD,Ard\n"}, "error: aliases.csv row 3: cty:QRD, Ard stands in"),
        ({"aliases": "actor_id,alias\ncty:QZZ,Nowhere\n"}, "error: aliases.csv row 2: there is no actor 'cty:QZZ'"),
        (
            {"affiliations": "actor_id,organisation_id,role\nper:QRD-oska-tarn,org:none,chair\n"},
            "error: affiliations.csv row 2: there is no organisation 'org:none'",
        ),
        ({"actors": "actor_id,actor\nnew:x,X Club\n"}, "error: actors.csv row 2: 'new:x' is a draft: say in"),
        (
            {"actors": "actor_id,actor,kind\norg:x,X Club,person\n"},
            "error: actors.csv row 2: the id 'org:x' is that",
        ),
        ({"actors": "actor_id,actor,kind\norg:x,X Club,club\n"}, "error: actors.csv row 2: kind 'club' is none"),
        ({"actors": "actor_id,actor,country\norg:x,X Club,qr\n"}, "error: actors.csv row 2: country 'qr' is none"),
        ({"actors": "actor_id,actor,country\norg:x,X Club,QQQ\n"}, "warning: actors.csv row 2: there is no actor of"),
        ({"actors": "actor_id,actor,sector\norg:x,X Club,FUN\n"}, "error: actors.csv row 2: sector 'FUN' is none"),
        ({"actors": "actor_id,actor,cameo_code\norg:x,X Club,AB\n"}, "error: actors.csv row 2: cameo_code 'AB' is"),
        ({"actors": "actor_id,actor,wikidata_id\norg:x,X Club,12\n"}, "error: actors.csv row 2: wikidata_id '12' is"),
        ({"actors": "actor_id,actor\norg:x,\n"}, "error: actors.csv row 2: org:x has no name"),
        (
            {"actors": 'actor_id,actor\norg:x,"X" Club, The\n'},
            "error: actors.csv row 2: 3 cells where the header has",
        ),
        ({"actors": "actor,id\nX,org:x\n"}, "error: actors.csv row 1: the column actor_id is missing"),
        ({"actors": "actor_id,actor,colour\norg:x,X Club,red\n"}, "warning: actors.csv row 1: the column 'colour'"),
        ({"actors": "actor_id,actor\norg:x,X Club\n", "people": "a\nb\n"}, "warning: people.csv: this is none of the"),
        ({"aliases": "actor_id,alias\ncty:QRD,government\n"}, "error: aliases.csv row 2: the alias 'government' is an"),
        ({"aliases": "actor_id,alias\ncty:QRD,Power\n"}, "warning: aliases.csv row 2: the alias 'Power' is also an"),
        ({"aliases": "actor_id,alias\ncty:QRD,A\n"}, "error: aliases.csv row 2: the alias 'A' is too short"),
        ({"aliases": "actor_id,alias\ncty:QRD,Ar\n"}, "warning: aliases.csv row 2: the alias 'Ar' is dangerously"),
        ({"aliases": "actor_id,alias\ncty:QRD,Iran\n"}, "warning: aliases.csv row 2: 'iran' is also a name of cty:IRN"),
        ({"aliases": "actor_id,alias,scope\ncty:QRD,Ard,of\n"}, "error: aliases.csv row 2: scope 'of' is none that"),
        ({"aliases": "actor_id,alias,alias_type\ncty:QRD,Ard,nick\n"}, "error: aliases.csv row 2: alias_type 'nick'"),
        ({"aliases": "actor_id,alias\ncty:QRD,\n"}, "error: aliases.csv row 2: actor_id and alias must both be given"),
        (
            {"actors": "actor_id,actor\nper:QRD-bo-price,Bo Price\n"},
            "warning: actors.csv row 2: the surname 'price' is also an everyday word",
        ),
        (
            {"affiliations": f"{HEADS}per:QRD-oska-tarn,king,head_of_state,QRD,2020-01-41,\n"},
            "error: affiliations.csv row 2: valid_from '2020-01-41' is no day",
        ),
        (
            {"affiliations": f"{HEADS}per:QRD-oska-tarn,king,head_of_state,QRD,2020-01-01,2019-01-01\n"},
            "error: affiliations.csv row 2: it ends on 2019-01-01, before it begins on 2020-01-01",
        ),
        (
            {"affiliations": f"{HEADS}per:QRD-oska-tarn,president,head_of_state,QVL,2020-01-01,\n"},
            "warning: affiliations.csv row 2: head of state of gov:QVL at once: per:QVL-wendel-brook until 2021-06-30",
        ),
        ({"actors": "actor_id,actor,kind\norg:none,,off\n"}, "warning: actors.csv row 2: there is no org:none to take"),
        ({"roles": "phrase,sector,number\nhigh warden,GOV,one\n"}, "error: roles.csv row 2: number 'one' is none that"),
        ({"role_modifiers": "modifier,effect\nerstwhile,gone\n"}, "error: role_modifiers.csv row 2: effect 'gone' is"),
    ],
)
def test_a_fault_is_told_with_its_row(tmp_path: Path, tables: dict[str, str], told: str) -> None:
    found = faults(folder(tmp_path, **tables), INVENTED)
    assert any(told in fault for fault in found), found


TWO_MINISTERS = (
    "actor_id,organisation_id,role,valid_from,valid_to,precision\n"
    "per:QRD-oska-tarn,gov:QRD,defence minister,2020-01-01,2022-01-01,day\n"
    "per:QVL-ilse-marrow,gov:QRD,defence minister,2021-01-01,2023-01-01,day\n"
)


def test_two_in_an_office_that_one_holds_are_told_of_at_both_rows(tmp_path: Path) -> None:
    text = (
        "defence minister of gov:QRD at once: per:QRD-oska-tarn until 2022-01-01, per:QVL-ilse-marrow from 2021-01-01"
    )
    own = folder(tmp_path, affiliations=TWO_MINISTERS)
    assert faults(own, INVENTED) == [f"warning: affiliations.csv row {row}: {text}" for row in (2, 3)]


@pytest.mark.parametrize(
    ("days", "office"),
    [
        ("2021-12-20,2023-01-01,day", "defence minister"),  # handing over takes weeks
        ("2021-01-01,2021-02-01,day", "defence minister"),  # who stands in for a month
        ("2021-01-01,2023-01-01,year", "defence minister"),  # known to the year only
        ("2021-01-01,2023-01-01,day", "envoy"),  # there may be many
    ],
)
def test_what_is_no_overlap(tmp_path: Path, days: str, office: str) -> None:
    rows = TWO_MINISTERS.replace("2021-01-01,2023-01-01,day", days).replace("defence minister", office)
    assert faults(folder(tmp_path, affiliations=rows), INVENTED) == []


def test_a_folder_says_which_of_its_offices_one_person_holds(tmp_path: Path) -> None:
    rows = TWO_MINISTERS.replace("defence minister", "high warden")
    own = folder(tmp_path, affiliations=rows, single_offices="role\nhigh warden\n")
    assert len(faults(own, INVENTED)) == 2


def test_what_is_meant_is_silent(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        affiliations=TWO_MINISTERS,
        aliases="actor_id,alias\ncty:QRD,Power\ncty:QRD,Iran\n",
        meant=(
            "warning,subject,reason\noverlap,per:QRD-oska-tarn|per:QVL-ilse-marrow,rivals\n"
            "unsafe,Power,so they call it\nambiguous,iran,the text decides\n"
        ),
    )
    assert faults(own, INVENTED) == []


@pytest.mark.parametrize(
    ("meant", "told"),
    [
        (
            "warning,subject\nunsafe,Ember\n",
            "warning: meant.csv row 2: no unsafe warning is about 'Ember': this silences",
        ),
        (
            "warning,subject\nloud,Ember\n",
            "error: meant.csv row 2: warning 'loud' is none that is known (ambiguous, uns",
        ),
        ("warning,subject\nunsafe,\n", "error: meant.csv row 2: warning and subject must be given"),
        ("warning\nunsafe\n", "error: meant.csv row 1: the column subject is missing"),
    ],
)
def test_what_silences_nothing_is_told_of(tmp_path: Path, meant: str, told: str) -> None:
    own = folder(tmp_path, aliases="actor_id,alias\ncty:QRD,Ardland\n", meant=meant)
    assert [fault[: len(told)] for fault in faults(own, INVENTED)] == [told]


def test_what_is_meant_must_be_text(tmp_path: Path) -> None:
    own = folder(tmp_path, aliases="actor_id,alias\ncty:QRD,Ardland\n")
    (own / "meant.csv").write_bytes(b"warning,subject\nunsafe,\xff\n")
    assert faults(own, INVENTED) == ["error: meant.csv: this is not UTF-8 text"]


def test_an_error_is_never_meant(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        aliases="actor_id,alias\ncty:QRD,government\n",
        meant="warning,subject,reason\nunsafe,government,why not\n",
    )
    assert [fault.split(":")[0] for fault in faults(own, INVENTED)] == ["error"]


def test_a_draft_is_told_of_once(tmp_path: Path) -> None:
    assert len(faults(folder(tmp_path, actors="actor_id,actor\nnew:x,X Club\n"), INVENTED)) == 1


def test_only_the_rows_of_the_folder_are_told_of(tmp_path: Path) -> None:
    assert faults(folder(tmp_path, aliases="actor_id,alias\ncty:QRD,Ardland\n"), INVENTED) == []


def test_a_folder_without_a_table_is_an_error(tmp_path: Path) -> None:
    assert len(faults(tmp_path)) == 1


def test_what_is_written_with_care_passes(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        actors="actor_id,actor\nper:QRD-bo-price,Bo Price\n",
        aliases="actor_id,alias,scope\nper:QRD-bo-price,Price,after_full_name\ncty:QRD,Iran,context\ncty:QRD,ARDX,\n",
    )
    assert faults(own, INVENTED) == []


@pytest.mark.parametrize("alias", ["Ardovian Guard", "UN", "Xi Jinping", "the Kremlin", "Ardstad"])
def test_good_aliases(words: Words, alias: str) -> None:
    assert words.objection(alias) is None


def test_a_folder_named_by_mistake_is_told_of(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", Actors="actor_id,actor\norg:x,X Club\n")
    done = entente(tmp_path / "home", "code", "--actors", own)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{own} holds no table of actors (actors.csv, aliases.csv" in done.stderr


def test_another_separator_is_told_of(tmp_path: Path) -> None:
    told = faults(folder(tmp_path, actors="actor_id;actor\norg:x;X Club\n"), INVENTED)
    assert told == ["error: actors.csv row 1: the column actor_id is missing in 'actor_id;actor'; commas part columns"]


def test_the_command_says_all_and_fails_on_errors_only(tmp_path: Path) -> None:
    warned = folder(tmp_path / "warned", aliases="actor_id,alias\ncty:IRN,Power\n")
    wrong = folder(tmp_path / "wrong", aliases="actor_id,alias\ncty:QZZ,Nowhere Land\ncty:IRN,Power\n")

    def run(own: Path) -> "subprocess.CompletedProcess[str]":
        return entente(tmp_path / "home", "actors", "check", own)

    done = run(warned)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    done = run(wrong)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["error", "warning"]
    assert "1 errors, 1 warnings" in done.stderr
