"""Why a text was coded as it was: for each sentence its mentions, its grammar, and each trigger with what became of it.

Takes a coder and an article; gives lines for a person to read.  Asks the same functions that the coder asks, and
decides nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import shorten
from typing import TextIO

from pipelines.coder.clauses import Clauses, Verb
from pipelines.coder.coder import Coder
from pipelines.coder.events import find_events, last_word
from pipelines.coder.filter import checked, parse_line, whole_text
from pipelines.coder.nominal import first_word, modifies
from pipelines.coder.patterns import Pattern, Patterns
from pipelines.coder.readings import read_on, why_skipped
from pipelines.coder.subjects import subject
from pipelines.coder.types import Article, Coded, Mention, Relation, Sentence


def main(lines: Iterable[str], out: TextIO, coder: Coder) -> None:
    """Explain on `out` every line of `lines`, a text or an object as `filter` takes it; blank ones are passed over."""
    for line in filter(str.strip, lines):
        try:
            text, published = read_line(line)
        except ValueError as error:
            out.write(f"{error}: {shorten(line, 80)}\n\n")
            continue
        for told in explain(coder, whole_text(text, published)):
            out.write(told + "\n")
        out.write("\n")


def read_line(line: str) -> tuple[str, date | None]:
    """The text of a line and its date, if the line is a JSON object. Raises ValueError that says what is wrong."""
    if not line.lstrip().startswith("{"):
        return line.strip(), None
    text, published, _ = checked(parse_line(line))
    return text, published


def explain(coder: Coder, article: Article) -> Iterator[str]:
    """What the coder made of `article`, sentence by sentence."""
    coded = coder.code(article)
    yield f"coder {coder.coder_version}, dictionary {coder.dictionary_version}"
    read = read_on(article, coded.mentions, coder.patterns)
    parses = coder.parses([article], [read])[0]
    for sentence in article.sentences:
        named = [m for m in coded.mentions if m.sentence_no == sentence.no]
        yield ""
        yield sentence.text
        yield from _who(coder, coded, named)
        parse = parses.get(sentence.no)
        if sentence.no not in read:
            yield f"  not read on: {why_skipped(sentence, named, coder.patterns)}"
        elif parse is None:
            yield "  grammar  by the order of words alone: a syntax tree would hardly tell more"
        elif parse.start:
            words = [sentence.text[a:b] for a, b in zip(parse.start, parse.end, strict=True)]
            arcs = (
                f"{word}/{pos} {dep}" + (f"<-{words[head]}" if head >= 0 else "")
                for word, pos, dep, head in zip(words, parse.pos, parse.dep, parse.head, strict=True)
            )
            yield "  grammar  " + "; ".join(arcs)
        told = [r for r in coded.relations if r.sentence_no == sentence.no]
        yield from (f"  coded    {_told(coder, relation)}" for relation in told)
        if sentence.no in read:
            yield from _left_out(sentence, read[sentence.no].clauses, told, coder.patterns)


def _who(coder: Coder, coded: Coded, named: list[Mention]) -> Iterator[str]:
    met = {actor.actor_id: actor.actor for actor in coded.met_actors}
    for mention in named:
        names = [met.get(i) or coder.lexicon.actors[i].actor for i in mention.actor_ids]
        actor = " and ".join(f"{name} ({i})" for name, i in zip(names, mention.actor_ids, strict=True))
        open_to = f"unresolved{': may be ' + ', '.join(mention.candidates) if mention.candidates else ''}"
        yield (
            f"  who      {mention.surface!r} is {actor or open_to} [{mention.mention_type}, by {mention.resolved_by}, "
            f"{mention.confidence:.2f}]"
        )


def _left_out(sentence: Sentence, clauses: Clauses, told: list[Relation], patterns: Patterns) -> Iterator[str]:
    """Each trigger that gave no relation, with the reason."""
    taken = [relation.trigger_span for relation in told]
    for start, end, why in _misses(clauses, patterns):
        if not any(a < end and start < b for a, b in taken):
            yield f"  left out {sentence.text[start - sentence.start : end - sentence.start]!r}: {why}"


def _told(coder: Coder, relation: Relation) -> str:
    when = relation.when
    days = f"{when.start}" if when.start == when.end else f"{when.start} to {when.end}"
    parts = [
        f"{relation.trigger!r}: {relation.source_id} {relation.cameo_code}"
        f" ({coder.patterns.plover[relation.cameo_code] or 'no PLOVER type'}) {relation.target_id}",
        relation.status + (", both alike" if relation.is_symmetric else ""),
        f"said by {relation.attributed_to_id}" if relation.attributed_to_id else "",
        f"on {days} from the {when.origin}" if when.start else "no date",
        ", ".join(f"{role} {actor_id}" for actor_id, role in relation.third_parties),
        f"rule {relation.rule}, confidence {relation.confidence}",
    ]
    return "; ".join(part for part in parts if part)


def _misses(clauses: Clauses, patterns: Patterns) -> Iterator[tuple[int, int, str]]:
    """Each word that begins a pattern, where it stands, and why it may have given no relation."""
    made = {place for event in find_events(clauses, patterns) for place in range(event.first, event.last + 1)}
    for verb in clauses.verbs:
        known = [p for lemma in sorted(verb.lemmas) for p in patterns.verbs.get(lemma, ())]
        if known:
            item = clauses.items[verb.at]
            yield item.start, item.end, _why_verb(clauses, verb, known, patterns, verb.at in made)
    for index, item in enumerate(clauses.items):
        if item.tag == "N" and (known := list(patterns.nouns.get(item.word, ()))):
            yield item.start, item.end, _why_noun(clauses, index, known, patterns, index in made)


ONE = "those who do it and to whom it is done are one actor, or of one state"


def _why_verb(clauses: Clauses, verb: Verb, known: list[Pattern], patterns: Patterns, made: bool) -> str:
    fits = [p for p in known if last_word(clauses, verb, p) is not None]
    if made:
        return ONE
    if not fits:
        return shorten("none of its patterns has its words here: " + ", ".join(p.name for p in known), 120)
    if not verb.passive and not subject(clauses, verb, patterns):
        return "nobody who is named does it"
    return "nobody who is named stands where its pattern looks: " + shorten(", ".join(p.name for p in fits), 100)


def _why_noun(clauses: Clauses, index: int, known: list[Pattern], patterns: Patterns, made: bool) -> str:
    if made:
        return ONE
    if modifies(clauses, index, patterns):
        return "it only stands before another noun"
    fits = [p for p in known if first_word(clauses, index, p) is not None]
    if not fits:
        return shorten("none of its patterns has its words here: " + ", ".join(p.name for p in known), 120)
    return "it is not said who does it to whom: " + shorten(", ".join(p.name for p in fits), 100)
