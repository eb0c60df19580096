"""The main job on the two real articles beside the project, by their own scorers; skipped where they are not there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
ENTENTE = Path(sys.executable).with_name("entente")

pytestmark = [
    pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason=f"the real articles are not at {SHARED}"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real")
    command = [str(ENTENTE), "run", "--home", str(home), "--from", str(SHARED / "seeds")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"ENTENTE_HOME": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "entente.duckdb"


def score(scorer: str, published: Path, gold: str, *more: str | Path) -> str:
    command = [sys.executable, SHARED / "eval" / scorer, "--db", published, "--gold", SHARED / "gold" / gold, *more]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_articles_are_cleaned_as_they_should_be(published: Path) -> None:
    assert "40 of 40 checks passed" in score(
        "score_articles.py", published, "relations.jsonl", "--texts", SHARED / "seeds"
    )


def test_actors_are_found_and_resolved(published: Path) -> None:
    said = score("score_mentions.py", published, "mentions.csv")
    found, resolved, precision = map(float, re.findall(r"(?:found|resolved|precision) ([\d.]+)", said.splitlines()[-1]))
    assert found >= 0.97
    assert resolved >= 0.95
    assert precision >= 0.92


def test_relations_are_right(published: Path) -> None:
    said = score("score_relations.py", published, "relations.jsonl", "--names", SHARED / "gold" / "names.json")
    f1 = {level: float(value) for level, value in re.findall(r"^(\w+) .*F1 ([\d.]+)", said, re.MULTILINE)}
    for level, floor in {"pair": 0.90, "type": 0.88, "status": 0.86, "when": 0.86}.items():
        assert f1[level] >= floor, said
    assert "0 of 5 traps coded" in said
