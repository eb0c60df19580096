"""Text with marked spans, as HTML.  Spans may overlap and nest; offsets count code points of the whole text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.ui.safe import escape


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with a role (source, trigger, target, mention), a small label behind it and a hint on hover."""

    start: int
    end: int
    role: str
    label: str = ""
    hint: str = ""


def marked(text: str, spans: Sequence[Span], offset: int = 0) -> str:
    """HTML for `text`, which begins at `offset`, with the spans that touch it marked; paragraphs kept."""
    inside = [span for span in spans if offset <= span.start < span.end <= offset + len(text)]
    bounds = sorted({0, len(text)} | {edge - offset for span in inside for edge in (span.start, span.end)})
    pieces = []
    for begin, end in pairwise(bounds):
        covering = [span for span in inside if span.start - offset <= begin and end <= span.end - offset]
        piece = escape(text[begin:end]).replace("\n\n", '<span class="gap"></span>')
        if covering:
            roles = " ".join(sorted({f"span-{span.role}" for span in covering}))
            hint = " · ".join(dict.fromkeys(span.hint for span in covering if span.hint))
            piece = f'<mark class="{escape(roles)}" title="{escape(hint)}">{piece}</mark>'
        labels = "".join(
            f'<small class="label-{escape(span.role)}">{escape(span.label)}</small>'
            for span in covering
            if span.label and span.end - offset == end
        )
        pieces.append(piece + labels)
    return "".join(pieces)
