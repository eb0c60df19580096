"""Sentences in, their syntax out: each word's place in the text, head, relation and part of speech (UD version 2).

Takes a folder with a model (the project's own, or any spaCy pipeline with a parser of Universal Dependencies) or the
name of an installed pipeline; its words are the coder's tokens, so offsets and positions agree with theirs.  The
project's own model is read without spaCy.  Never looks at the network, and never changes a text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Protocol
from zipfile import BadZipFile

from pipelines.coder.tokens import tokenize

if TYPE_CHECKING:
    from spacy.language import Language

    from pipelines.coder.network import Network

OWN = Path("parser", "network.npz")  # in the folder of a model of ours
MOST_WORDS = 400  # more than that is no sentence
NEEDED = {"nsubj", "obj", "obl", "case", "conj", "xcomp"}  # relations that every parser for UD version 2 tells
UNUSED = ("ner", "lemmatizer", "entity_ruler", "entity_linker", "textcat", "textcat_multilabel", "senter")


class SyntaxModelError(ValueError):
    """There is no such model, or it tells no Universal Dependencies; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Parse:
    """A sentence's words in order: `text[start[i]:end[i]]` hangs on word `head[i]` (-1: on nothing) as `dep[i]`.

    The relation of the root is `root`; subtypes stand behind a colon (`nsubj:pass`).  All empty where the sentence has
    more than `MOST_WORDS` words.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    head: tuple[int, ...]
    dep: tuple[str, ...]
    pos: tuple[str, ...]

    def moved(self, by: int) -> "Parse":
        """The same in a text in which it starts `by` characters later."""
        start, end = (tuple(offset + by for offset in offsets) for offsets in (self.start, self.end))
        return replace(self, start=start, end=end) if by else self


class Parser(Protocol):
    """What `load` gives."""

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """The syntax of each sentence; offsets count from the sentence's start."""

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """The same for sentences cut already; offsets are as if one blank stood between the words."""


def words(text: str) -> tuple[list[str], list[bool], list[int]]:
    """The words that a parser sees, whether white space follows each, and where each starts: the coder's own tokens.

    They part as Universal Dependencies has it for English: `Iran` `'s`, `did` `n't`, `US` `-` `led`.
    """
    tokens = tokenize(text)
    starts = [token.start for token in tokens]
    spaces = [token.end < start for token, start in zip(tokens, [*starts, len(text)][1:], strict=True)]
    return [token.text for token in tokens], spaces, starts


def load(model: str | Path) -> Parser:
    """Read a model from its folder, or an installed spaCy pipeline by its name.

    Raises SyntaxModelError where there is none, or none that tells Universal Dependencies.
    """
    folder = Path(model)
    if (folder / OWN).is_file():
        from pipelines.coder.network import Network

        try:
            return OwnParser(Network.load(folder / OWN))
        except (OSError, EOFError, ValueError, KeyError, BadZipFile, UnpicklingError) as error:
            raise SyntaxModelError(f"the syntactic model {folder / OWN} is not whole, or no model of ours") from error
    if len(folder.parts) > 1 and not folder.is_dir():  # a path, and no pipeline's name
        raise SyntaxModelError(f"no syntactic model {model}: there is no such folder")
    try:
        import spacy
    except ImportError as error:
        why = f"no syntactic model {model}: none of ours, and to read with another spaCy must be there"
        raise SyntaxModelError(f"{why} (pip install spacy)") from error
    try:
        pipeline = spacy.load(model, exclude=UNUSED)
    except (OSError, ValueError, TypeError, AttributeError) as error:  # as another package of that name has it
        raise SyntaxModelError(f"no syntactic model {model}: neither a folder with one nor a spaCy pipeline") from error
    labels = {label for name, part in pipeline.pipeline if name == "parser" for label in getattr(part, "labels", ())}
    if not labels:
        raise SyntaxModelError(f"the spaCy pipeline {model} has no parser")
    if missing := NEEDED - labels:
        named = ", ".join(sorted(missing))
        raise SyntaxModelError(f"the parser of {model} does not tell Universal Dependencies: it lacks {named}")
    return SpacyParser(pipeline)


class OwnParser:
    """The project's own model."""

    def __init__(self, network: "Network") -> None:
        self._network = network

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """As `Parser` says."""
        cut = [words(text) for text in sentences]
        return self._parse([found for found, _, _ in cut], [starts for _, _, starts in cut])

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """As `Parser` says."""
        return self._parse(sentences, [_starts(found) for found in sentences])

    def _parse(self, sentences: Sequence[Sequence[str]], starts: Sequence[Sequence[int]]) -> list[Parse]:
        kept = [found if len(found) <= MOST_WORDS else () for found in sentences]
        relations, tags = self._network.relations, self._network.tags
        return [
            _parsed(
                found,
                first,
                heads.tolist(),
                [
                    relations[dep] if head >= 0 else "root"
                    for dep, head in zip(deps.tolist(), heads.tolist(), strict=True)
                ],
                [tags[i] for i in pos.tolist()],
            )
            for found, first, (heads, deps, pos) in zip(kept, starts, self._network.parse(kept), strict=True)
        ]


class SpacyParser:
    """Another pipeline."""

    def __init__(self, pipeline: "Language") -> None:
        self._pipeline = pipeline

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """As `Parser` says."""
        return self._parse([words(text) for text in sentences])

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """As `Parser` says."""
        return self._parse([(list(found), [True] * len(found), _starts(found)) for found in sentences])

    def _parse(self, cut: Sequence[tuple[list[str], list[bool], list[int]]]) -> list[Parse]:
        from spacy.tokens import Doc

        kept = [(found, spaces) if len(found) <= MOST_WORDS else ([], []) for found, spaces, _ in cut]
        docs = (Doc(self._pipeline.vocab, words=found, spaces=spaces) for found, spaces in kept)
        return [
            _parsed(
                found,
                starts,
                [word.head.i if word.head.i != word.i else -1 for word in doc],
                [word.dep_ if word.head.i != word.i else "root" for word in doc],
                [word.pos_ for word in doc],
            )
            for (found, _), (_, _, starts), doc in zip(kept, cut, self._pipeline.pipe(docs), strict=True)
        ]


def _starts(found: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for word in found:
        starts.append(at)
        at += len(word) + 1
    return starts


def _parsed(found: Sequence[str], starts: Sequence[int], head: list[int], dep: list[str], pos: list[str]) -> Parse:
    start = tuple(starts[: len(found)])
    end = tuple(first + len(word) for first, word in zip(start, found, strict=True))
    return Parse(start, end, tuple(head), tuple(dep), tuple(pos))
