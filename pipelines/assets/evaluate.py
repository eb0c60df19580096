"""The coder's score on our own gold, and the check that it has not fallen below its floors.

Scored is the coder with the bundled knowledge alone: what a user adds in folders of actors says nothing about it, and
can never block.  Whoever edits `seeds/` or the coder so that it reads worse is stopped before publishing, and either
mends it or accepts it with `python -m benchmarks.gold --write-floors --lower`.  Scored anew when coder, knowledge or
gold change.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path

import dagster as dg

from pipelines.assets.metadata import materialized, raw_spec
from pipelines.assets.resources import Warehouse
from pipelines.coder.coder import Coder, coder_version, dictionary_version
from pipelines.coder.evaluation import Floors, Score, fallen, floor_of, read, scores
from pipelines.warehouse.database import mark
from pipelines.warehouse.load import SCORED, load_scores

SCORES = dg.AssetKey(["raw", "coder_scores"])

_KEPT = f"select {', '.join(field.name for field in fields(Score))} from raw.coder_scores"


@dg.multi_asset(
    name="coder_scores",
    specs=[
        raw_spec(
            "coder_scores",
            "One row per score of the coder on the gold of `seeds/gold`: by level, type, status, region and trap.",
            "coding",
            deps=(dg.AssetKey("knowledge"), dg.AssetKey(["raw", "coded_articles"])),
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "coder_scores_hold",
            asset=SCORES,
            blocking=True,
            description="With the bundled knowledge, the coder reads its gold no worse than `floors.json` there asks.",
        )
    ],
    pool="duckdb",
)
def coder_scores(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Score the coder where it, the knowledge or the gold have changed."""
    seeds = warehouse.settings.seeds
    version = scored_version(seeds)
    with warehouse.connect() as con:
        if changed := mark(con, SCORED) != version:
            load_scores(con, score_rows(seeds), version)
        below = fallen((Score(*row) for row in con.execute(_KEPT).fetchall()), floors_in(seeds))
        yield materialized(con, "coder_scores", changed=changed)
    yield dg.AssetCheckResult(
        asset_key=SCORES, check_name="coder_scores_hold", passed=not below, metadata={"why": "; ".join(below)}
    )


def scored_version(seeds: Path) -> str:
    """What the scores depend on: the coder, the bundled knowledge, the gold and its floors."""
    digest = hashlib.sha256()
    for path in sorted((seeds / "gold").glob("*.json*")):
        digest.update(f"{path.name}\x1f".encode() + path.read_bytes() + b"\x1e")
    return f"{coder_version()} {dictionary_version(seeds)} {digest.hexdigest()[:16]}"


def floors_in(seeds: Path) -> Floors:
    """What the scores must not fall below, by part and level."""
    floors: Floors = json.loads((seeds / "gold" / "floors.json").read_text(encoding="utf8"))
    return floors


def score_rows(seeds: Path) -> list[dict[str, object]]:
    """Every score, with its floor where it has one."""
    coder, folder = Coder.load(seeds), seeds / "gold"
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf8").splitlines()]
    floors = floors_in(seeds)
    versions = {"coder_version": coder.coder_version, "dictionary_version": coder.dictionary_version}
    return [
        asdict(score) | versions | {"floor": floor_of(score, floors)} for score in scores(read(lines, coder), coder)
    ]
