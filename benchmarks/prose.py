"""Made-up news prose for the benchmarks: sentences from a small grammar, the same for the same seed."""

import random

PLACES = [
    "Kestria",
    "Maldovia",
    "Orland",
    "Tevia",
    "Sarnia",
    "Belmora",
    "Quent",
    "Ardovia",
    "Lissia",
    "Harrow",
    "Morven",
    "Castra",
    "Felden",
    "Ruvia",
]
PEOPLE = [
    "Haddad",
    "Moreno",
    "Okafor",
    "Lindqvist",
    "Petrov",
    "Tanaka",
    "Alvarez",
    "Ndiaye",
    "Kowalski",
    "Brandt",
    "Osei",
    "Rahimi",
    "Silva",
    "Duval",
]
OFFICES = [
    "foreign minister",
    "prime minister",
    "president",
    "defence secretary",
    "chief negotiator",
    "army spokesman",
    "central banker",
    "opposition leader",
    "trade envoy",
    "interior minister",
    "border commander",
    "union leader",
]
SUBJECTS = [
    "a border accord",
    "the fishing dispute",
    "grain exports",
    "the disputed valley",
    "a prisoner exchange",
    "new tariffs",
    "a ceasefire",
    "the pipeline",
    "visa rules",
    "the water treaty",
    "an arms deal",
    "peace talks",
    "the election",
    "a railway line",
    "debt relief",
    "flood defences",
    "the exchange rate",
    "a joint patrol",
    "refugee quotas",
    "the harbour contract",
]
VERBS = [
    "discussed",
    "rejected",
    "welcomed",
    "postponed",
    "defended",
    "criticised",
    "signed",
    "reviewed",
    "suspended",
    "proposed",
    "approved",
    "questioned",
    "announced",
    "delayed",
    "praised",
]
TIMES = [
    "on Monday",
    "on Tuesday",
    "on Friday",
    "late on Thursday",
    "this week",
    "last month",
    "before dawn",
    "at the weekend",
]
ENDS = [
    "after hours of talks",
    "despite protests at home",
    "according to two officials",
    "as winter approached",
    "in the presence of observers",
    "without naming a date",
    "while markets waited",
    "to the surprise of diplomats",
    "amid doubts about the cost",
    "for the first time in years",
    "under pressure from neighbours",
    "in a short statement",
]


def sentence(pick: random.Random) -> str:
    """One sentence of about twenty words."""
    place, other = pick.sample(PLACES, 2)
    office, person, verb = pick.choice(OFFICES), pick.choice(PEOPLE), pick.choice(VERBS)
    subject, when, end = pick.choice(SUBJECTS), pick.choice(TIMES), pick.choice(ENDS)
    number = pick.randrange(2, 900)
    match pick.randrange(5):
        case 0:
            return f"The {office} of {place}, {person}, {verb} {subject} with {other} {when}, {end}."
        case 1:
            return f"{place} {verb} {subject} {when}, and some {number} people met in the capital of {other} {end}."
        case 2:
            return f"“We have not {verb} {subject},” said {person}, the {office}, {when} {end}."
        case 3:
            return f"Officials in {place} said that {subject} would cost {number} million crowns, {end}, {when}."
        case _:
            return f"Talks between {place} and {other} on {subject} ended {when} {end}, {person} told reporters."


def report(pick: random.Random, words: int) -> str:
    """Sentences of at least so many words in all."""
    found: list[str] = []
    n = 0
    while n < words:
        found.append(sentence(pick))
        n += len(found[-1].split())
    return " ".join(found)
