"""The coder's score on its gold: measured once for each coder, knowledge and gold, and in the way of publishing."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines import settings
from pipelines.assets import evaluate
from pipelines.assets.resources import Warehouse
from pipelines.settings import PROJECT


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the seeds that a test may edit, in the place of the bundled ones."""
    copy = Path(shutil.copytree(PROJECT / "seeds", tmp_path / "seeds"))
    set_floor(copy, 0.01)
    monkeypatch.setattr(settings.Settings, "seeds", property(lambda _: copy))
    before = dict(os.environ)
    settings.load(tmp_path / "home").prepare()
    yield copy
    os.environ.clear()
    os.environ.update(before)


def set_floor(seeds: Path, floor: float) -> None:
    (seeds / "gold" / "floors.json").write_text(json.dumps({"dev": {"pair": floor}}), encoding="utf8")


def score(seeds: Path) -> tuple[bool, dict[str, Any]]:
    """Whether the check passed, and what the asset and the check say."""
    warehouse = Warehouse(home=str(seeds.parent / "home"))
    done = dg.materialize([evaluate.coder_scores], resources={"warehouse": warehouse}, raise_on_error=False)
    (checked,) = done.get_asset_check_evaluations()
    (made,) = done.asset_materializations_for_node("coder_scores")
    return checked.passed, {"changed": made.metadata["changed"].value, "why": checked.metadata["why"].value}


def rows(seeds: Path) -> list[Any]:
    with duckdb.connect(str(seeds.parent / "home" / "work" / "work.duckdb"), read_only=True) as con:
        return con.execute("from raw.coder_scores").fetchall()


def test_the_coder_is_measured_once_and_again_when_the_gold_changes(seeds: Path) -> None:
    assert score(seeds) == (True, {"changed": True, "why": ""})
    first = rows(seeds)
    assert {row[:2] for row in first} >= {(part, level) for part in ("dev", "short") for level in ("pair", "silence")}
    assert score(seeds) == (True, {"changed": False, "why": ""})
    assert rows(seeds) == first
    with (seeds / "gold" / "sentences.jsonl").open("a", encoding="utf8") as file:
        file.write(json.dumps({"text": "The road is long.", "events": []}) + "\n")
    assert score(seeds)[1]["changed"]
    silence = ("short", "silence", "all", "all")
    n_before, n_after = ({row[:4]: row[4] for row in table}[silence] for table in (first, rows(seeds)))
    assert n_after == n_before + 1


def test_a_score_below_its_floor_fails_the_check_until_the_floor_is_lowered(seeds: Path) -> None:
    set_floor(seeds, 1.0)
    for changed in (True, False):  # it goes on failing while nothing is mended
        passed, said = score(seeds)
        assert not passed
        assert said["changed"] is changed
        assert said["why"].startswith("dev pair: 0.") and said["why"].endswith(" is below 1.0")
    set_floor(seeds, 0.01)
    assert score(seeds)[0]


def test_a_floor_whose_gold_is_gone_is_not_reached(seeds: Path) -> None:
    (seeds / "gold" / "reports.jsonl").unlink()
    assert score(seeds) == (False, {"changed": True, "why": "dev pair: 0.000 is below 0.01"})


def test_what_a_user_adds_is_not_measured(seeds: Path) -> None:
    before = evaluate.scored_version(seeds)
    own = seeds.parent / "home" / "actors"
    own.mkdir()
    (own / "aliases.csv").write_text("alias,actor_id\nKenya,cty:UGA\n", encoding="utf8")
    assert evaluate.scored_version(seeds) == before
    assert score(seeds) == (True, {"changed": True, "why": ""})
