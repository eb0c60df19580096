"""The event type of a given pair, cross-validated on the sentences beside the project; skipped where they are not."""

from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="training needs scikit-learn")

from benchmarks.types import SHARED, cross_validate, macro_f1
from pipelines.coder.coder import Coder
from training.types.examples import EVENT_TYPES, ROOT
from training.types.train import materials

FLOORS = (0.84, 0.83)  # rules and classifier, classifier alone; training/types/README.md has what was measured

pytestmark = [
    pytest.mark.skipif(not (SHARED / EVENT_TYPES).is_dir(), reason=f"there are no sentences at {SHARED}"),
    pytest.mark.timeout(900),
]


def test_types_are_told_of_sentences_that_training_has_not_seen() -> None:
    coder = Coder.load(Path(ROOT) / "seeds")
    real, phrases, titles = materials(coder, SHARED)
    gold = [example.label for example in real.examples]
    whole, alone = cross_validate(coder, real, phrases, titles, seed=0)
    for answers, floor in zip((whole, alone), FLOORS, strict=True):
        assert macro_f1(gold, [label for label, _ in answers]) >= floor
