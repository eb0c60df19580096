"""Why a text was coded as it was: for each sentence its mentions, its grammar, and each trigger with what became of it.

Takes a coder and an article; gives lines for a person to read.  Asks the same functions that the coder asks, and
decides nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from pipelines.coder.syntax import Parse
from pipelines.coder.types import Article, Coded, Mention, Relation, Sentence

NO_TREE = "by the order of words alone: a syntax tree would hardly tell more"


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence with what the coder made of it.  Offsets are code points of the article."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    skipped: str  # why it was not read on; empty where it was
    parse: Parse | None  # none where the order of words alone was read
    relations: tuple[Relation, ...]
    left_out: tuple[tuple[int, int, str], ...]  # each trigger without a relation: start, end, why

    def text_of(self, start: int, end: int) -> str:
        """The sentence's text between two offsets."""
        return self.sentence.text[start - self.sentence.start : end - self.sentence.start]

    def grammar(self) -> Iterator[tuple[str, str, str, str]]:
        """Word, part of speech, relation to its head, and the head's word ('' of the root), where it was parsed."""
        if self.parse is None:
            return
        words = [self.sentence.text[a:b] for a, b in zip(self.parse.start, self.parse.end, strict=True)]
        for word, pos, dep, head in zip(words, self.parse.pos, self.parse.dep, self.parse.head, strict=True):
            yield word, pos, dep, words[head] if head >= 0 else ""


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


def explained(coder: Coder, article: Article) -> tuple[Coded, list[Explained]]:
    """What the coder made of `article`, and that of each sentence with the reasons."""
    coded = coder.code(article)
    read = read_on(article, coded.mentions, coder.patterns)
    parses = coder.parses([article], [read])[0]
    told = []
    for sentence in article.sentences:
        named = [mention for mention in coded.mentions if mention.sentence_no == sentence.no]
        relations = tuple(relation for relation in coded.relations if relation.sentence_no == sentence.no)
        is_read = sentence.no in read
        told.append(
            Explained(
                sentence=sentence,
                mentions=tuple(named),
                skipped="" if is_read else why_skipped(sentence, named, coder.patterns),
                parse=parses.get(sentence.no),
                relations=relations,
                left_out=tuple(_left_out(read[sentence.no].clauses, relations, coder.patterns)) if is_read else (),
            )
        )
    return coded, told


def names_of(coder: Coder, coded: Coded) -> dict[str, str]:
    """What the actors are called that `coded` speaks of, by id."""
    met = {actor.actor_id: actor.actor for actor in coded.met_actors}
    spoken_of = {actor_id for mention in coded.mentions for actor_id in (*mention.actor_ids, *mention.candidates)}
    for r in coded.relations:
        spoken_of |= {r.source_id, r.target_id, *(actor_id for actor_id, _ in r.third_parties)}
        spoken_of |= {r.attributed_to_id} if r.attributed_to_id else set()
    return {actor_id: met.get(actor_id) or coder.lexicon.actors[actor_id].actor for actor_id in spoken_of}


def explain(coder: Coder, article: Article) -> Iterator[str]:
    """What the coder made of `article`, sentence by sentence, in lines."""
    coded, told = explained(coder, article)
    names = names_of(coder, coded)
    yield f"coder {coder.coder_version}, dictionary {coder.dictionary_version}"
    for each in told:
        yield ""
        yield each.sentence.text
        yield from (f"  who      {_who(mention, names)}" for mention in each.mentions)
        if each.skipped:
            yield f"  not read on: {each.skipped}"
        elif each.parse is None:
            yield f"  grammar  {NO_TREE}"
        elif each.parse.start:
            yield "  grammar  " + "; ".join(
                f"{word}/{pos} {dep}" + (f"<-{head}" if head else "") for word, pos, dep, head in each.grammar()
            )
        yield from (f"  coded    {_told(coder, relation)}" for relation in each.relations)
        yield from (f"  left out {each.text_of(start, end)!r}: {why}" for start, end, why in each.left_out)


def _who(mention: Mention, names: Mapping[str, str]) -> str:
    actor = " and ".join(f"{names[actor_id]} ({actor_id})" for actor_id in mention.actor_ids)
    open_to = f"unresolved{': may be ' + ', '.join(mention.candidates) if mention.candidates else ''}"
    return (
        f"{mention.surface!r} is {actor or open_to} [{mention.mention_type}, by {mention.resolved_by}, "
        f"{mention.confidence:.2f}]"
    )


def _left_out(clauses: Clauses, told: Sequence[Relation], patterns: Patterns) -> Iterator[tuple[int, int, str]]:
    """Each trigger that gave no relation: where it stands, and the reason."""
    taken = [relation.trigger_span for relation in told]
    for start, end, why in _misses(clauses, patterns):
        if not any(a < end and start < b for a, b in taken):
            yield start, end, why


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
