"""Scores a parser: `python -m training.syntax.evaluate MODEL TREEBANK... [--own-tokens]`.

UAS and LAS count every word, punctuation included, relations with their subtypes, as the CoNLL shared tasks do over
given words; `main` is LAS by main relations alone; `-p` counts no punctuation, as spaCy's scorer does not.
"""

import argparse
import time
from pathlib import Path

from pipelines.coder import syntax
from training.syntax.treebank import Sentence, read, retokenised


def scores(parser: syntax.Parser, gold: list[Sentence]) -> dict[str, float]:
    """Shares of right words, in hundred, and the words parsed a second."""
    began = time.process_time()
    parsed = parser.parse_words([sentence.words for sentence in gold])
    seconds = time.process_time() - began
    words = uas = las = main = pos = plain = plain_uas = plain_las = 0
    for sentence, found in zip(gold, parsed, strict=True):
        for head, dep, tag, gold_head, gold_dep, gold_tag in zip(
            found.head, found.dep, found.pos, sentence.heads, sentence.deps, sentence.pos, strict=True
        ):
            words += 1
            pos += tag == gold_tag
            uas += head == gold_head
            las += head == gold_head and dep == gold_dep
            main += head == gold_head and dep.split(":")[0] == gold_dep.split(":")[0]
            if gold_dep != "punct":
                plain += 1
                plain_uas += head == gold_head
                plain_las += head == gold_head and dep == gold_dep
    return {
        "words": words,
        "UAS": 100 * uas / words,
        "LAS": 100 * las / words,
        "main": 100 * main / words,
        "UAS-p": 100 * plain_uas / plain,
        "LAS-p": 100 * plain_las / plain,
        "POS": 100 * pos / words,
        "words/s": words / seconds,
    }


def main() -> None:
    """Score as the command line says."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("model")
    ask.add_argument("treebanks", type=Path, nargs="+")
    ask.add_argument("--own-tokens", action="store_true", help="cut the sentences as the coder does")
    given = ask.parse_args()
    parser = syntax.load(given.model)
    for path in given.treebanks:
        gold = list(read(path))
        if given.own_tokens:
            gold = [retokenised(sentence) for sentence in gold]
        found = scores(parser, gold)
        print(path.name, *(f"{name} {value:,.{2 * (value <= 100)}f}" for name, value in found.items()), sep="  ")


if __name__ == "__main__":
    main()
