"""How well the coder reads: gold sentences and a coder in, scores out.

A line of gold is a JSON object: `text`; `date` of publication; `part` (which set it belongs to); `region`; `trap` (what
is hard about it); `events`, each with `source` and `target` (ISO 3166 alpha-3 or the name of an actor, or a list of
accepted ones), the accepted `plover` types and `status`es, the most fitting first, and where the text tells them
`cameo` (accepted prefixes), `when` (a day, or first/last), `symmetric`, `trigger`, `third_parties`, `attributed_to`.
An `optional` event may be coded or not.  One that may be `negated` need not be coded, and otherwise with an accepted
status only.  What the coder finds negated counts nowhere, as in the product.  Opens no file.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.coder.coder import Coder
from pipelines.coder.filter import whole_text
from pipelines.coder.types import Coded, Relation

LEVELS = ("pair", "type", "code", "status", "when")  # each asks for more than the last, `status` not for the code
DETAILS = ("trigger", "third_parties", "attributed_to")  # asked of the events found with the right type
SILENCE = "silence"  # the share of the sentences without an event in which nothing was found
FACETS = {"plover_type": "type", "status": "status", "region": "type", "trap": "status"}  # each is told of at one level
DEFAULT_PART = "short"

Event = Mapping[str, Any]
Floors = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Score:
    """One number about the coder; `score` is F1, or for details and silence the share that is right."""

    part: str
    level: str
    facet: str
    member: str
    n_gold: int
    n_found: int
    precision: float | None
    recall: float | None
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of gold with what the coder made of it."""

    line: Mapping[str, Any]
    coded: Coded
    found: tuple[Relation, ...]  # all that are not negated

    @property
    def events(self) -> list[Event]:
        """Those that must be found."""
        return [e for e in self.line["events"] if not e.get("optional") and "negated" not in e["status"]]


@dataclass(slots=True)
class _Tally:
    n_gold: int = 0
    hits: int = 0
    n_found: int = 0
    right: int = 0


Key = tuple[str, str, str, str]  # part, level, facet, member


def read(lines: Iterable[str], coder: Coder) -> list[Reading]:
    """Have the coder read every line of gold."""
    return [_read(json.loads(line), coder) for line in lines if line.strip()]


def _read(line: Mapping[str, Any], coder: Coder) -> Reading:
    day = line.get("date")
    coded = coder.code(whole_text(line["text"], date.fromisoformat(day) if day else None))
    return Reading(line, coded, tuple(relation for relation in coded.relations if relation.status != "negated"))


def scores(readings: Iterable[Reading], coder: Coder) -> list[Score]:
    """Every score, by part, level and facet, in a fixed order."""
    tallies: defaultdict[Key, _Tally] = defaultdict(_Tally)
    for reading in readings:
        _count(reading, coder, tallies)
    levels, facets = (*LEVELS, *DETAILS, SILENCE), ("all", *FACETS)
    keys = sorted(tallies, key=lambda key: (key[0], facets.index(key[2]), levels.index(key[1]), key[3]))
    return [_score(key, tallies[key]) for key in keys]


def _count(reading: Reading, coder: Coder, tallies: defaultdict[Key, _Tally]) -> None:
    line = reading.line
    part = line.get("part", DEFAULT_PART)
    for level in LEVELS:
        for event in reading.events:
            hit = any(fits(reading.coded, relation, event, level, coder) for relation in reading.found)
            for key in _keys(line, level, event["plover"][0], event["status"][0]):
                tallies[key].n_gold += 1
                tallies[key].hits += hit
        for relation in reading.found:
            right = any(fits(reading.coded, relation, event, level, coder) for event in line["events"])
            for key in _keys(line, level, coder.patterns.plover[relation.cameo_code], relation.status):
                tallies[key].n_found += 1
                tallies[key].right += right
    for event in reading.events:
        fitting = [relation for relation in reading.found if fits(reading.coded, relation, event, "type", coder)]
        for detail in filter(event.get, DETAILS if fitting else ()):
            tally = tallies[part, detail, "all", "all"]
            tally.n_gold += 1
            tally.hits += any(_tells(reading.coded, relation, event, detail, coder) for relation in fitting)
    if not line["events"]:
        tally = tallies[part, SILENCE, "all", "all"]
        tally.n_gold += 1
        tally.hits += not reading.found


def _keys(line: Mapping[str, Any], level: str, plover_type: str, status: str) -> Iterator[Key]:
    """Where something of this line counts at a level."""
    part = line.get("part", DEFAULT_PART)
    yield part, level, "all", "all"
    members = {"plover_type": plover_type, "status": status, "region": line.get("region"), "trap": line.get("trap")}
    for facet, member in members.items():
        if member and FACETS[facet] == level:
            yield part, level, facet, member


def _score(key: Key, tally: _Tally) -> Score:
    recall = tally.hits / tally.n_gold if tally.n_gold else None
    precision = tally.right / tally.n_found if tally.n_found else None
    if key[1] in LEVELS:
        both = (precision or 0.0) + (recall or 0.0)
        score = 2 * (precision or 0.0) * (recall or 0.0) / both if both else 0.0
    else:
        score = recall or 0.0
    return Score(*key, tally.n_gold, tally.n_found, precision, recall, score)


def fits(coded: Coded, relation: Relation, event: Event, level: str, coder: Coder) -> bool:
    """Whether a relation is the event, as far as the level asks."""
    source, target = (_names(coded, actor_id, coder) for actor_id in (relation.source_id, relation.target_id))
    wanted = _accepted(event["source"]), _accepted(event["target"])
    forward = bool(wanted[0] & source and wanted[1] & target)
    backward = bool(event.get("symmetric") and wanted[0] & target and wanted[1] & source)
    if not (forward or backward):
        return False
    if "negated" in event["status"] and relation.status not in event["status"]:
        return False
    if level == "pair":
        return True
    if coder.patterns.plover[relation.cameo_code] not in event["plover"]:
        return False
    if level == "code":
        return not event.get("cameo") or relation.cameo_code.startswith(tuple(event["cameo"]))
    if level == "type":
        return True
    return relation.status in event["status"] and (level == "status" or _is_then(relation, event.get("when")))


def _is_then(relation: Relation, when: str | None) -> bool:
    """Whether the days of the relation meet those of the gold, and are at most twice as many."""
    if when is None:
        return True
    start, end = relation.when.start, relation.when.end
    if start is None or end is None:
        return False
    first, last = (date.fromisoformat(day) for day in (*when.split("/"), when)[:2])
    return start <= last and end >= first and (end - start).days < 2 * ((last - first).days + 1)


def _tells(coded: Coded, relation: Relation, event: Event, detail: str, coder: Coder) -> bool:
    if detail == "trigger":
        said = relation.trigger.lower()
        return any(word.lower() in said or said in word.lower() for word in event["trigger"])
    if detail == "attributed_to":
        said_by = relation.attributed_to_id
        return said_by is not None and event["attributed_to"] in _names(coded, said_by, coder)
    named = [_names(coded, actor_id, coder) for actor_id, _ in relation.third_parties]
    return all(any(wanted in names for names in named) for wanted in event["third_parties"])


def _accepted(names: str | list[str]) -> set[str]:
    return {names} if isinstance(names, str) else set(names)


def _names(coded: Coded, actor_id: str, coder: Coder) -> set[str]:
    """The actor's country and name."""
    met = next((actor for actor in coded.met_actors if actor.actor_id == actor_id), None)
    actor = met or coder.lexicon.actors.get(actor_id)
    return {name for name in (actor.country, actor.actor) if name} if actor else set()


def floor_of(score: Score, floors: Mapping[str, Mapping[str, float]]) -> float | None:
    """The score that must not be fallen below; only whole levels of a part have one."""
    return floors.get(score.part, {}).get(score.level) if score.facet == "all" else None


def fallen(found: Iterable[Score], floors: Floors) -> list[str]:
    """The floors that the scores do not reach, each in words; a floor without a score is not reached either."""
    reached = {(score.part, score.level): score.score for score in found if score.facet == "all"}
    return [
        f"{part} {level}: {reached.get((part, level), 0.0):.3f} is below {floor}"
        for part, level, floor in _flat(floors)
        if reached.get((part, level), 0.0) < floor
    ]


def _flat(floors: Floors) -> Iterator[tuple[str, str, float]]:
    return ((part, level, floor) for part, levels in floors.items() for level, floor in levels.items())


def moved(floors: Floors, found: Iterable[Score], *, lower: bool = False) -> Floors:
    """The floors raised to the scores, cut to hundredths; also lowered to them where `lower` says so."""
    new = {part: dict(levels) for part, levels in floors.items()}
    for score in found:
        if score.facet == "all" and score.level in (*LEVELS, SILENCE):
            now, levels = math.floor(score.score * 100) / 100, new.setdefault(score.part, {})
            levels[score.level] = now if lower else max(now, levels.get(score.level, 0.0))
    return new
