"""Rows of a SPARQL answer about Wikidata's items, as tables of actors: persons with offices, organisations with names.

What a query may say of an item, one row for each combination, in variables of these names (only `item` and a name must
be there):
    item                        the item's address, .../entity/Q...
    itemLabel or name           its English name
    alias                       another name
    kind                        person, organisation or group; without it, whoever holds an office is a person
    country                     ISO 3166 alpha-3
    sector                      a code of seeds/sectors.csv
    role, office                what the person is (`foreign minister`), and head_of_state, head_of_government or both
    organisation                the item whose office it is; without it, the government of `country`
    start, startPrecision, end, endPrecision     days, and how exactly they are known (11 day, 10 month, 9 year)

An item that the dictionary has keeps its id there, and only what is new about it is given.
"""

import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pipelines.coder.layers import Tables
from pipelines.knowledge.check import Words, folded
from pipelines.knowledge.drafts import Draft, new_id
from pipelines.knowledge.sparql import Binding

PREFIXES = {"person": "per", "organisation": "org", "group": "grp"}
ENTITY = re.compile(r"https?://[^/]+/entity/(Q[1-9]\d*)")
PRECISIONS = {"11": "day", "10": "month", "9": "year"}
HEADS_OF_BOTH = ("both", "head_of_state", "head_of_government")
LONGEST_NAME = 80


@dataclass
class Imported:
    """The rows, and how many of what were left out or known."""

    draft: Draft = field(default_factory=lambda: {"actors": [], "aliases": [], "affiliations": []})
    counts: Counter[str] = field(default_factory=Counter)


def convert(answer: Iterable[Binding], tables: Tables, words: Words) -> Imported:
    """The items of an answer as rows over the tables that are there."""
    items: dict[str, list[Binding]] = defaultdict(list)
    done = Imported()
    for binding in answer:
        if found := ENTITY.fullmatch(binding.get("item", "")):
            items[found[1]].append(binding)
        else:
            done.counts["rows without an item"] += 1
    known = Known(tables)
    ids: dict[str, str] = {}
    for item, bindings in items.items():
        if actor_id := _actor(item, bindings, known, done):
            ids[item] = actor_id
    for item, bindings in items.items():
        if item in ids:
            _aliases(ids[item], bindings, known, words, done)
            _offices(ids[item], bindings, known, ids, done)
    return done


class Known:
    """What the dictionary has, by item, by name and by office."""

    def __init__(self, tables: Tables) -> None:
        self.ids = {row.cells["actor_id"] for row in tables["actors"]}
        self.by_item = {
            row.cells["wikidata_id"]: row.cells["actor_id"] for row in tables["actors"] if row.cells["wikidata_id"]
        }
        self.without_item: dict[tuple[str, str, str], list[str]] = defaultdict(list)  # by name, kind and country
        self.bearers: dict[str, set[str]] = defaultdict(set)  # by name
        for row in tables["actors"]:
            name = folded(row.cells["actor"])
            self.bearers[name].add(row.cells["actor_id"])
            if not row.cells["wikidata_id"]:
                key = (name, row.cells["kind"], row.cells["country"])
                self.without_item[key].append(row.cells["actor_id"])
        for row in tables["aliases"]:
            self.bearers[folded(row.cells["alias"])].add(row.cells["actor_id"])
        self.terms: dict[tuple[str, str], list[tuple[str, date, date]]] = defaultdict(list)  # role or office, days
        for row in tables["affiliations"]:
            whose = (row.cells["actor_id"], row.cells["organisation_id"])
            days = _date(row.cells["valid_from"]) or date.min, _date(row.cells["valid_to"]) or date.max
            offices = HEADS_OF_BOTH if row.cells["office"] == "both" else (row.cells["office"],)
            self.terms[whose] += [(what, *days) for what in (row.cells["role"], *offices) if what]


def _actor(item: str, bindings: list[Binding], known: Known, done: Imported) -> str | None:
    """The id of an item, with a row where the dictionary lacks it; None where it has no name."""
    first = {name: value for binding in reversed(bindings) for name, value in binding.items() if value}
    name = " ".join((first.get("itemLabel") or first.get("name") or "").split())
    if not name or re.fullmatch(r"Q\d+", name) or len(name) > LONGEST_NAME:
        done.counts["without an English name"] += 1
        return None
    kind = first.get("kind") or ("person" if first.get("role") or first.get("office") else "organisation")
    if kind not in PREFIXES:
        done.counts[f"of the unknown kind {kind}"] += 1
        return None
    countries = Counter(binding["country"] for binding in bindings if binding.get("country"))
    country = min(countries, key=lambda code: (-countries[code], code)) if countries else ""
    same = known.without_item[folded(name), kind, country]
    if actor_id := known.by_item.get(item) or (same[0] if len(same) == 1 else None):
        done.counts["known already"] += 1
        return actor_id
    sector = first.get("sector") or ("GOV" if kind == "person" and country else "")
    actor_id = new_id(PREFIXES[kind], country, name, known.ids)
    known.ids.add(actor_id)
    known.bearers[folded(name)].add(actor_id)
    done.counts[f"new, {kind}"] += 1
    done.draft["actors"].append(
        {
            "actor_id": actor_id,
            "actor": name,
            "kind": kind,
            "country": country,
            "sector": sector,
            "wikidata_id": item,
        }
    )
    return actor_id


def _aliases(actor_id: str, bindings: list[Binding], known: Known, words: Words, done: Imported) -> None:
    """Other names that are safe: long enough, no everyday words, nobody else's; of persons, more than one word."""
    for alias in sorted({" ".join(binding.get("alias", "").split()) for binding in bindings} - {""}):
        name = folded(alias)
        if not name or actor_id in known.bearers[name]:
            continue
        single_name = actor_id.startswith("per:") and " " not in name
        if words.objection(alias) or single_name or alias.islower() or len(alias) > LONGEST_NAME:
            done.counts["aliases that are no safe names"] += 1
        elif known.bearers[name]:
            done.counts["aliases that others have"] += 1
        else:
            known.bearers[name].add(actor_id)
            done.draft["aliases"].append({"actor_id": actor_id, "alias": alias, "alias_type": "alias"})


def _offices(actor_id: str, bindings: list[Binding], known: Known, ids: dict[str, str], done: Imported) -> None:
    """Offices with their days, each once, where the dictionary has none like it at that time."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for binding in bindings:
        if not (binding.get("role") or binding.get("office")):
            continue
        organisation = _organisation(binding, known, ids)
        if organisation is None:
            done.counts["offices of an organisation that is not known"] += 1
            continue
        start, start_precision = _day(binding.get("start", ""), binding.get("startPrecision", "11"), last=False)
        end, end_precision = _day(binding.get("end", ""), binding.get("endPrecision", "11"), last=True)
        if start and end and end < start:
            done.counts["offices that end before they begin"] += 1
            continue
        office = binding.get("office", "")
        role = binding.get("role") or office.replace("_", " ")
        terms = known.terms.get((actor_id, organisation), [])
        days = start or date.min, end or date.max
        if any(what in (role, office) and a <= days[1] and days[0] <= b for what, a, b in terms):
            done.counts["offices known already"] += 1
            continue
        precisions = [precision for day, precision in ((start, start_precision), (end, end_precision)) if day]
        row = {
            "actor_id": actor_id,
            "organisation_id": organisation,
            "role": role,
            "office": office,
            "country": binding.get("country", "") if organisation.startswith("gov:") else "",
            "sector": binding.get("sector") or ("GOV" if organisation.startswith("gov:") else "IGO"),
            "valid_from": start.isoformat() if start else "",
            "valid_to": end.isoformat() if end else "",
            "precision": max(precisions, key=["day", "month", "year"].index, default="unknown"),
            "source": "wikidata",
        }
        rows.setdefault((organisation, role, row["valid_from"]), row)
    done.draft["affiliations"] += [rows[key] for key in sorted(rows)]
    done.counts["offices"] += len(rows)


def _organisation(binding: Binding, known: Known, ids: dict[str, str]) -> str | None:
    """Whose office it is, where the dictionary or this answer knows that."""
    if found := ENTITY.fullmatch(binding.get("organisation", "")):
        return known.by_item.get(found[1]) or ids.get(found[1])
    government = f"gov:{binding.get('country', '')}"
    return government if government in known.ids else None


def _day(text: str, precision: str, *, last: bool) -> tuple[date | None, str]:
    """A day of Wikidata and how exactly it is known: the first that it may be, or the last."""
    day, exact = _date(text[:10]), PRECISIONS.get(precision)
    if day is None or exact is None:  # before our era, or known to the decade only
        return None, "unknown"
    if last and exact == "year":
        day = day.replace(month=12, day=31)
    elif last and exact == "month":
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return day, exact


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
