"""Drops lines that belong to the web page, wherever they stand.  Whatever follows such a line is judged by itself."""

import re

from pipelines.articles.characters import fold
from pipelines.articles.seeds import residue
from pipelines.articles.sentences import is_terminated

_BAR = re.compile(r"[|·•]")
MAX_LENGTH = 600  # a longer line is a paragraph, however it begins


def reason(line: str) -> tuple[str, str] | None:
    """(`line` or `block`, why) if the line is residue, else None."""
    if len(line) > MAX_LENGTH:
        return None
    known, folded = residue(), fold(line)
    exact = known.exact.get(folded) or known.exact.get(folded.strip(" :.!>»|-[]()"))
    labels = [known.exact.get(label.strip()) for label in _BAR.split(folded)]
    if len(labels) > 1 and all(labels):
        return labels[0]  # a bar of links: `Subscribe | Sign in`
    if exact:
        return exact
    if folded.startswith(tuple(known.prefixes)):
        return next(what for prefix, what in known.prefixes.items() if folded.startswith(prefix))
    return next((what for pattern, what in known.patterns if pattern.search(folded)), None)


def without_residue(blocks: list[list[str]]) -> tuple[list[list[str]], frozenset[str]]:
    """The same blocks of lines, without residue and without the blocks that it filled; and why lines were dropped.

    Before the first sentence a label takes no other line with it: what follows it there may be the title.
    """
    kept: list[list[str]] = []
    dropped: set[str] = set()
    is_body = False
    for block in blocks:
        lines: list[str] = []
        in_widget = False
        for line in block:
            why = reason(line)
            if why and not (why[1] == "related_link" and not kept and not lines):  # `Explainer: ...` may be the title
                dropped.add(why[1])
                in_widget = in_widget or (is_body and why[0] == "block")
            elif not in_widget or is_terminated(line):
                lines.append(line)
                in_widget = False
                is_body = is_body or is_terminated(line)
        if lines:
            kept.append(lines)
    return kept, frozenset(dropped)
