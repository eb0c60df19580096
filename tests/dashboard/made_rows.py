"""Synthetic articles with relations, mentions and true offsets; the same number and seed give the same rows.

`TRAPS` are names and sentences that an unsafe page would run, load or render.
"""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.dashboard.made_columns import COLUMNS

TRAPS = {
    "image": "![x](http://evil.invalid/a.png)",
    "tag": '<img src="http://evil.invalid/b.png" onerror="alert(1)">',
    "script": "<script>alert(2)</script>",
    "formula": '=HYPERLINK("http://evil.invalid")',
    "money": "$5 and $6 _emphasis_ **bold** :smile: [link](http://evil.invalid)",
}
COUNTRIES = {
    "IRN": "Iran", "EGY": "Egypt", "SAU": "Saudi Arabia", "OMN": "Oman", "CHN": "China", "IRQ": "Iraq", "TUR": "Turkey",
    "SYR": "Syria", "ISR": "Israel", "USA": "United States", "RUS": "Russia", "UKR": "Ukraine", "FRA": "France",
    "GBR": "United Kingdom", "IND": "India", "PAK": "Pakistan", "ETH": "Ethiopia", "SDN": "Sudan", "ARM": "Armenia",
    "AZE": "Azerbaijan", "JPN": "Japan", "KOR": "South Korea", "COL": "Colombia", "VEN": "Venezuela",
}  # fmt: skip
ORGANISATIONS = {"org:un": "United Nations", "org:eu": "European Union"}
# code, name, PLOVER type, class, Goldstein value, verb phrase, symmetric
TYPES = [
    ("046", "Negotiate", "CONSULT", "verbal_cooperation", 7.0, "held talks with", True),
    ("042", "Visit", "CONSULT", "verbal_cooperation", 1.9, "paid a visit to", False),
    ("057", "Sign agreement", "AGREE", "verbal_cooperation", 8.0, "signed an accord with", True),
    ("051", "Praise", "SUPPORT", "verbal_cooperation", 3.4, "praised", False),
    ("071", "Give economic aid", "AID", "material_cooperation", 7.4, "sent money to", False),
    ("062", "Cooperate militarily", "COOPERATE", "material_cooperation", 7.4, "trained beside", True),
    ("111", "Criticise", "ACCUSE", "verbal_conflict", -2.0, "criticised", False),
    ("130", "Threaten", "THREATEN", "verbal_conflict", -4.4, "threatened", False),
    ("163", "Impose embargo", "SANCTION", "material_conflict", -8.0, "imposed an embargo on", False),
    ("190", "Use force", "ASSAULT", "material_conflict", -10.0, "shelled", False),
]  # fmt: skip
# names that no dictionary has, and what they may be; the last one may be that of two actors
UNKNOWN = {"Kelmar Ost": "person", "Veda Institute": "organisation", "Tarin Front": "group", "Old Quay": None}
MEDIATOR = {"actor_id": "cty:OMN", "actor": "Oman", "role": "mediator"}
STATUSES = ["actual"] * 7 + ["planned", "requested", "negated", "alleged"]
OUTLETS = ["The Meridian", "Gulf Ledger", "Northern Wire", "Daily Courier", None]

Row = dict[str, Any]


def stable_id(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


class _Article:
    """Collects sentences and keeps every offset true."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        self.text = ""
        self.sentences: list[Row] = []

    def add(self, part: str, sentence: str) -> int:
        """Append a sentence as a paragraph of its own; return where it starts."""
        start = len(self.text) + (2 if self.text else 0)
        self.text = f"{self.text}\n\n{sentence}" if self.text else sentence
        number = len(self.sentences)
        self.sentences.append(
            {
                "article_id": self.article_id, "sentence_no": number, "paragraph_no": number, "part": part,
                "start_char": start, "end_char": start + len(sentence), "text": sentence, "is_complete": True,
            }
        )  # fmt: skip
        return start


def _ends(end: str, actor_id: str, names: dict[str, str]) -> Row:
    country = actor_id[4:] if actor_id.startswith("cty:") else None
    return {
        f"{end}_actor_id": actor_id, f"{end}_actor": names[actor_id], f"{end}_country": country,
        f"{end}_sector": "GOV" if country else "IGO", f"{end}_code": f"{country}GOV" if country else "IGO",
    }  # fmt: skip


def tables(
    n_articles: int, seed: int = 0, hostile: bool = False, run_id: str = "run-1", schema: str = "1", rejected: int = 0
) -> dict[str, list[Row]]:
    """All public tables as lists of rows."""
    draw = random.Random(seed)
    names = {f"cty:{code}": name for code, name in COUNTRIES.items()} | ORGANISATIONS
    if hostile:
        names |= {"met:image": TRAPS["image"], "met:tag": TRAPS["tag"], "met:script": TRAPS["script"]}
    everyone = list(names)
    # a few pairs make most of the news
    favourites = everyone[:3] if n_articles < 20 else everyone[:8]
    if hostile:
        favourites = ["met:image", "met:tag", "met:script", "cty:IRN"]
    made: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    made["rejected_documents"] = [
        {"uri": f"inbox:{number}.txt", "reason": "too_large", "detail": None, "size_bytes": 10**9, "seen_at": None}
        for number in range(rejected)
    ]
    newest = date(2023, 12, 20)
    seen = {"source_name": None, "seen_on": newest, "n_flagged": 0, "size_bytes": 1000}
    counted = (("accepted", "new", n_articles), ("rejected", "too_large", rejected))
    made["outcome_days"] = [
        seen | {"outcome": outcome, "reason": reason, "n_inputs": n} for outcome, reason, n in counted if n
    ]
    asked = {"kind": "feed", "outlet": None, "country": "GBR", "last_poll_at": datetime(2026, 1, 2, 3)}
    made["source_health"] = [
        asked | {"source_name": name, "state": state, "n_failures": failures, "last_error": error}
        for name, state, failures, error in (
            ("lantern", "well", 0.0, None),
            ("gazette", "failing", 1.25, TRAPS["tag"] if hostile else "timeout: no answer in 30 seconds"),
            ("courier", "off", 30.0, "not_found: HTTP 404"),
        )
        if n_articles
    ]
    reach = 40 if n_articles < 20 else 600
    previous: _Article | None = None
    for number in range(n_articles):
        reprint = previous is not None and number % 7 == 6
        article = _Article(stable_id("article", number))
        published = None if number % 9 == 1 else newest - timedelta(days=draw.randrange(reach))
        outlet = TRAPS["image"] if hostile and number % 3 == 0 else OUTLETS[number % len(OUTLETS)]
        story = made["articles"][-1]["story_id"] if reprint else article.article_id
        first, second = draw.sample(favourites, 2)
        title = f"{names[first]} and {names[second]}: what happened, part {number}"
        if hostile:
            title = f"{TRAPS['image']} {TRAPS['money']} {number}"
        article.add("title", title)
        for _ in range(draw.randint(2, 4)):
            source, target = draw.sample(favourites if draw.random() < 0.7 else everyone, 2)
            code, _, plover, quad, goldstein, verb, symmetric = draw.choice(TYPES)
            status = draw.choice(STATUSES)
            trail = f" to {list(UNKNOWN)[number % 7 // 2]}"
            if hostile:
                trail += f" {TRAPS['tag']} {TRAPS['money']} {TRAPS['formula']}"
            lead = "The paper said that "
            sentence = f"{lead}{names[source]} {verb} {names[target]} — “at last”, a witness added{trail}."
            start = article.add("body", sentence)
            source_start = start + len(lead)
            source_end = source_start + len(names[source])
            trigger_start = source_end + 1
            trigger_end = trigger_start + len(verb)
            target_start = trigger_end + 1
            day = None if published is None or draw.random() < 0.1 else published - timedelta(days=draw.randrange(9))
            vague = day is not None and draw.random() < 0.1
            sentence_no = article.sentences[-1]["sentence_no"]
            relation_id = stable_id("relation", article.article_id, sentence_no)
            made["relations"].append(
                {
                    "relation_id": relation_id, "article_id": article.article_id, "sentence_no": sentence_no,
                    "evidence": sentence, **_ends("source", source, names), **_ends("target", target, names),
                    "source_start": source_start, "source_end": source_end, "target_start": target_start,
                    "target_end": target_start + len(names[target]), "trigger": verb, "trigger_start": trigger_start,
                    "trigger_end": trigger_end, "cameo_code": code, "cameo_root": code[:2], "plover_type": plover,
                    "quad_class": quad, "goldstein": goldstein, "is_symmetric": symmetric, "status": status,
                    "attributed_to_id": "cty:IRN" if status == "alleged" else None,
                    "attributed_to": names["cty:IRN"] if status == "alleged" else None,
                    "third_parties": [dict(MEDIATOR)] if symmetric else [],
                    "event_date_start": day and (day.replace(day=1) if vague else day),
                    "event_date_end": day and (day.replace(day=28) if vague else day),
                    "event_date_precision": day and ("month" if vague else "day"),
                    "event_date_from": day and ("publication" if day == published else "text"),
                    "event_date_text": "in March" if day is None else None, "title": title, "source": outlet,
                    "published_at": _midnight(published), "rule": f"verb:{verb.split()[0]}",
                    "confidence": round(draw.uniform(0.4, 0.99), 2), "story_id": story,
                    "event_id": None if status == "negated" else _event_id(source, target, code, symmetric, day),
                    "is_first_report": True, "coder_version": "test-1", "dictionary_version": "d1",
                }
            )  # fmt: skip
            for actor, begin in ((source, source_start), (target, target_start)):
                made["actor_mentions"].append(
                    {
                        "mention_id": stable_id("mention", article.article_id, begin), "article_id": article.article_id,
                        "sentence_no": sentence_no, "start_char": begin, "end_char": begin + len(names[actor]),
                        "surface": names[actor], "mention_type": "name", "actor_id": actor, "actor": names[actor],
                        "country": actor[4:] if actor.startswith("cty:") else None, "sector": None, "cameo_code": None,
                        "resolved_by": "dictionary", "confidence": 0.9,
                    }
                )  # fmt: skip
        made["sentences"] += article.sentences
        made["articles"].append(
            {
                "article_id": article.article_id, "uri": f"inbox:{number:05}.txt",
                "url": "javascript:alert(3)" if hostile else f"https://news.invalid/{number}", "source": outlet,
                "title": title, "standfirst": None, "byline": "A. Writer", "language": "en",
                "published_at": _midnight(published), "published_precision": published and "day",
                "published_from": published and "dateline", "fetched_at": datetime(2026, 1, 1, tzinfo=UTC),
                "text": article.text, "n_sentences": len(article.sentences),
                "n_sentences_read_on": len(article.sentences) - 1, "is_truncated": False, "story_id": story,
                "is_story_head": not reprint, "content_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
            }
        )  # fmt: skip
        previous = article
    made["actors"] = [
        {
            "actor_id": actor, "actor": name, "kind": "country" if actor.startswith("cty:") else "organisation",
            "country": actor[4:] if actor.startswith("cty:") else None, "sector": None, "cameo_code": None,
            "wikidata_id": None, "is_known": not actor.startswith("met:"), "first_seen": None, "last_seen": None,
            "n_mentions": sum(mention["actor_id"] == actor for mention in made["actor_mentions"][:2000]),
        }
        for actor, name in names.items()
    ]  # fmt: skip
    made["event_types"] = [
        {
            "cameo_code": code, "cameo_root": code[:2], "name": name, "description": name, "plover_type": plover,
            "plover_mode": None, "quad_class": quad, "goldstein": goldstein,
        }
        for code, name, plover, quad, goldstein, _, _ in TYPES
    ]  # fmt: skip
    made["coder_quality"] = _scores(TRAPS["tag"] if hostile else "short", TRAPS["image"] if hostile else "urged")
    made["build_info"] = [
        {"key": key, "value": value}
        for key, value in {
            "schema_version": schema, "run_id": run_id, "built_at": "2026-01-02T03:04:05Z", "coder_version": "test-1",
            "dictionary_version": "d1", "model": "none", "rows_relations": str(len(made["relations"])),
        }.items()
    ]  # fmt: skip
    return made


def _scores(other_part: str, trap: str) -> list[Row]:
    """What the coder was found to be worth, in two parts of the gold; the other one is the easier."""
    made = [
        (part, level, "all", "all", n_gold, 0 if level == "silence" else n_gold + 6, 0.8, 0.7, score, score - 0.02)
        for part, n_gold, best in (("dev", 120, 0.7), (other_part, 90, 0.98))
        for level, n_gold, score in [
            *(
                (level, n_gold, best - place / 50)
                for place, level in enumerate(("pair", "type", "code", "status", "when"))
            ),
            ("silence", 40, 0.975),
        ]
    ]
    facets = (("plover_type", "AGREE", 30), ("plover_type", "AID", 2), ("status", "actual", 80), ("region", "Asia", 20))
    made += [("dev", "type", facet, member, n, n, 0.5, 0.4, 0.44, None) for facet, member, n in facets]
    made += [("dev", "status", "trap", trap, 3, 0, None, 0.0, 0.0, None)]
    names = list(COLUMNS["coder_quality"])
    return [dict(zip(names, (*score, "test-1", "d1"), strict=True)) for score in made]


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _event_id(source: str, target: str, code: str, symmetric: bool, day: date | None) -> str:
    ends = sorted((source, target)) if symmetric else (source, target)
    return stable_id("event", *ends, code, day)
