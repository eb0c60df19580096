"""What an entry of an encyclopedia is, told without our dictionary: the judge of benchmarks.mentions.

Takes a folder of facts (countries.csv, leaders.csv, ministers.csv, organisation_heads.csv, organisations.csv,
groups.csv, of which it reads names, adjectives, countries and kinds) and the links of a corpus: start, end, entry.
It knows of an entry
- whether it is a state: its title is a name of one in the facts;
- whether it is a person, an organisation or an armed group: the facts name it, or its title is built like a body
  (`Senate of the Philippines`), or like a person with a given name of the facts, and the link shows that name;
- its country, where that can be told: its title holds the name or adjective of one country alone; or wherever the link
  stands right behind another (`Ukraine`, `President of Ukraine`), that one's title tells the same country; or the facts
  name one country for it.  Where two of these differ, and for bodies of many states, it cannot be told.
It never asks what `seeds/` says.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

BODIES = (
    "Agency|Alliance|Army|Assembly|Authority|Brigades?|Bureau|Coalition|Commission|Committee|Congress|Council|Court"
    "|Federation|Forces?|Front|Government|Group|Guard|Liberation|Militia|Ministry|Movement|Navy|States Department"
    "|Organi[sz]ation|Parliament|Party|Police|Senate|Service|Union"
)
BODY = re.compile(rf"(\D+ )?({BODIES})( (of|for) (?!.* list )\D+)?")
PLACES = re.compile(
    r"\b(Airport|Base|Bridge|City|District|Governorate|Hospital|Island|Mosque|Province|Stadium|University)\b|\d"
)
NO_COUNTRY = ("New ", "South ", "North ", "East ", "West ", "Latin ", "Central ")  # New Mexico, South American
SAME = 0.8  # of what stands before a link must tell the same country
Link = tuple[int, int, str]


class Entry(NamedTuple):
    """What can be told of an entry."""

    kind: str  # state; known actor, by the facts; body or person, by the title; or empty: none of these
    country: str | None  # where it can be told


class Facts:
    """The tables, by name."""

    def __init__(self, folder: Path) -> None:
        self.states: dict[str, str] = {}
        self.countries: dict[str, set[str]] = defaultdict(set)  # of persons and groups
        self.stateless: set[str] = set()  # organisations: where they sit says nothing
        words: dict[str, str] = {}
        for row in _rows(folder / "countries.csv"):
            own = {row["name"], row["official_name"], *row["other_names"].split("|")}
            for name in filter(None, own):
                self.states.setdefault(name.removeprefix("The ").removeprefix("the "), row["iso3"])
            for word in filter(None, row["adjective"].split("|")):
                words.setdefault(word, row["iso3"])
        self.words = self.states | words
        longest_first = sorted(map(re.escape, self.words), key=len, reverse=True)
        self.word = re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?![\w-])")
        people: set[str] = set()
        for table in ("leaders", "ministers", "organisation_heads"):
            for row in _rows(folder / f"{table}.csv"):
                for name in filter(None, {row["person"], *row["other_names"].split("|")}):
                    people.add(name)
                    self.countries[name].update({row["iso3"]} if "iso3" in row else ())
        for row in _rows(folder / "groups.csv"):
            for name in filter(None, {row["name"], row["acronym"], *row["other_names"].split("|")}):
                self.countries[name].update(filter(None, {row["iso3"], *row["countries"].split("|")}))
        for row in _rows(folder / "organisations.csv"):
            self.stateless |= {row["name"], row["acronym"], *row["other_names"].split("|")} - {""}
        self.given = {name.split()[0] for name in people if " " in name} - {"Al", "Ben", "Bin", "El", "La", "San"}

    def of_title(self, title: str) -> str | None:
        """The one country that a title names."""
        hits = (hit for hit in self.word.finditer(title) if not title[: hit.start()].endswith(NO_COUNTRY))
        found = {self.words[hit[1]] for hit in hits}
        return found.pop() if len(found) == 1 else None


class Judge:
    """The entries of a corpus."""

    def __init__(self, facts: Facts, rows: Iterable[dict[str, Any]]) -> None:
        self.facts = facts
        self.before: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            links: list[Link] = [(start, end, entry) for start, end, entry in row["links"]]
            for (_, end, entry), (start, _, behind) in pairwise(links):
                country = facts.of_title(entry) if row["text"][end:start] == " " else None
                if country:
                    self.before[behind][country] += 1

    def entry(self, entry: str, surface: str) -> Entry:
        """What an entry is, as far as it can be told."""
        title, _, bracket = entry.partition(" (")
        facts = self.facts
        if not surface[:1].isupper():
            return Entry("", None)
        if title in facts.states and bracket in ("", "country)"):
            return Entry("state", facts.states[title])
        if title in facts.stateless:
            return Entry("known actor", None)
        told = {country for country in (self._before(entry), self._of_facts(title)) if country}
        kind = "known actor" if title in facts.countries else ""
        if BODY.fullmatch(title):
            kind = kind or "body"
            told |= {country for country in [facts.of_title(entry)] if country}
        elif bracket == "" and self._is_person(title, surface):
            kind = kind or "person"
        return Entry(kind, told.pop() if kind and len(told) == 1 else None)

    def _before(self, entry: str) -> str | None:
        told = self.before.get(entry, Counter())
        return next((country for country, n in told.most_common(1) if n >= SAME * told.total()), None)

    def _of_facts(self, title: str) -> str | None:
        countries = self.facts.countries.get(title, set())
        return next(iter(countries)) if len(countries) == 1 else None

    def _is_person(self, title: str, surface: str) -> bool:
        parts = title.split()
        named = 1 < len(parts) < 5 and all(part[:1].isupper() for part in parts) and not PLACES.search(title)
        return named and parts[0] in self.facts.given and surface.split()[0] in parts


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
