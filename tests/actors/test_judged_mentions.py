"""The sample of mentions judged by hand: a table of places and verdicts, and the command that reads it."""

import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "benchmarks" / "judged_mentions.csv"
VERDICTS = {"right", "gone", "wrong actor", "wrong type", "no actor", "unresolved"}
TEXT = "Iran and Egypt signed a treaty."
HEAD = "stratum,entry,start,end,mention_type,actor_ids,country,sector,verdict,wrong\n"


def run(tmp_path: Path, table: str, *more: str) -> str:
    links = tmp_path / "links.jsonl.gz"
    with gzip.open(links, "wt", encoding="utf8") as lines:
        lines.write(json.dumps({"date": "2024-05-16", "text": TEXT}) + "\n")
    judged = tmp_path / "judged.csv"
    judged.write_text(HEAD + table, encoding="utf8")
    command = [sys.executable, "-m", "benchmarks.judged", str(links), "--table", str(judged), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_table_holds_verdicts_and_no_sentences() -> None:
    with TABLE.open(encoding="utf8", newline="") as lines:
        judged = list(csv.DictReader(lines))
    assert ",".join(judged[0]) + "\n" == HEAD
    assert Counter(one["stratum"] for one in judged)["random"] == 200
    assert len({(one["entry"], one["start"], one["end"]) for one in judged}) == len(judged) == 400
    for one in judged:
        assert one["verdict"] in VERDICTS
        assert (one["verdict"] in ("right", "gone")) == (one["wrong"] == ""), one
        assert not any(" " in one[name] for name in one if name != "verdict")


def test_the_command_prints_shares_and_tells_what_has_changed(tmp_path: Path) -> None:
    as_now = "random,0,0,4,name,cty:IRN,IRN,,right,\n"
    otherwise = "random,0,9,14,metonym,gov:EGY,EGY,GOV,wrong type,type\n"
    told = run(tmp_path, as_now + otherwise)
    assert "2 judged  right 0.500  wrong type 1" in told
    assert "1 of 2 no longer come out as they were judged, 0 of them are gone" in told
    assert "0 were right, 1 were not" in told


def test_what_has_changed_can_be_judged_anew(tmp_path: Path) -> None:
    told = run(tmp_path, "random,0,9,14,metonym,gov:EGY,EGY,GOV,wrong type,type\n", "--changed")
    (one,) = csv.DictReader(io.StringIO(told))
    assert (one["mention_type"], one["actor_ids"]) == ("name", "cty:EGY")
    assert one["sentence"] == "Iran and [Egypt] signed a treaty."


@pytest.mark.parametrize("place", ["0,5,8", "7,0,4"])
def test_a_mention_that_is_gone_is_told_of(tmp_path: Path, place: str) -> None:
    assert "1 of them are gone" in run(tmp_path, f"random,{place},name,cty:IRN,IRN,,right,\n")
