"""CoNLL-U in, sentences out: words, heads, relations and parts of speech, also cut into the coder's own tokens.

Takes treebank files of Universal Dependencies; gives `Sentence`.  Never changes a head or relation but where the
coder's tokens part or join what the treebank's words join or part.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipelines.coder.tokens import tokenize

MOST_MORE = 4  # tokens by which our cut of a sentence may exceed the treebank's: lines of `=====` are no language


class Sentence(NamedTuple):
    """One sentence; `heads` count from 0 within it, the root's is -1."""

    words: list[str]
    spaces: list[bool]  # whether white space follows
    heads: list[int]
    deps: list[str]
    pos: list[str]


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a .conllu or .conllu.gz file."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as file:
        text = file.read()
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        if rows:
            yield _sentence(rows)


def _sentence(rows: list[list[str]]) -> Sentence:
    found = Sentence([], [], [], [], [])
    joined_to, joined_space = 0, True
    for number, form, _, pos, _, _, head, dep, _, misc in rows:
        space = "SpaceAfter=No" not in misc
        if "-" in number:  # `don't` over `do` `n't`: its white space is the last word's
            joined_to, joined_space = int(number.split("-")[1]), space
        elif "." not in number:
            at = int(number)
            found.words.append(form)
            found.spaces.append(space if at > joined_to else at == joined_to and joined_space)
            found.heads.append(int(head) - 1)
            found.deps.append(dep)
            found.pos.append(pos)
    return found


def text_of(sentence: Sentence) -> str:
    """The sentence as it was written, white space made single."""
    return "".join(word + " " * space for word, space in zip(sentence.words, sentence.spaces, strict=True)).rstrip()


def training_sentences(path: Path) -> Iterator[Sentence]:
    """Every sentence as the coder cuts it, or as the treebank does where the two are too far apart."""
    for sentence in read(path):
        ours = retokenised(sentence)
        yield ours if len(ours.words) <= len(sentence.words) + MOST_MORE else sentence


def retokenised(sentence: Sentence) -> Sentence:
    """The sentence in the coder's tokens.

    A token over several words takes what the uppermost of them has.  Of the pieces of one word the last one with a
    letter or digit takes the word's place; marks hang on it as `punct`, other pieces as `compound`.
    """
    text = text_of(sentence)
    ends, at = [], 0
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        ends.append((at, at + len(word)))
        at += len(word) + space
    tokens = tokenize(text)
    owners = []  # per token: the words it touches
    word = 0
    for token in tokens:
        while ends[word][1] <= token.start:
            word += 1
        last = word
        while last + 1 < len(ends) and ends[last + 1][0] < token.end:
            last += 1
        owners.append((word, last))
    place = {}  # word -> the token that stands for it
    for i, (first, last) in enumerate(owners):
        for w in range(first, last + 1):
            if w not in place or tokens[i].text[0].isalnum():
                place[w] = i
    found = Sentence([], [], [], [], [])
    for i, (token, (first, last)) in enumerate(zip(tokens, owners, strict=True)):
        found.words.append(token.text)
        found.spaces.append(token.end < len(text) and text[token.end].isspace())
        mine = [w for w in range(first, last + 1) if place[w] == i]
        if mine:
            top = min(mine, key=lambda w: _depth(sentence.heads, w))
            head = sentence.heads[top]
            found.heads.append(place[head] if head >= 0 else -1)
            found.deps.append(sentence.deps[top])
            found.pos.append(sentence.pos[top])
        else:
            mark = not token.text[0].isalnum()
            found.heads.append(place[first])
            found.deps.append("punct" if mark else "compound")
            found.pos.append("PUNCT" if mark else sentence.pos[first])
    return found


def _depth(heads: list[int], word: int) -> int:
    steps = 0
    while heads[word] >= 0:
        word, steps = heads[word], steps + 1
    return steps
