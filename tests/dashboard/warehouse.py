"""Makes published files of any size, with all public tables and true offsets, for the tests of the dashboard.

`build(path, n)` writes n synthetic articles; the same n and seed give the same rows.  `TRAPS` are names and sentences
that an unsafe page would run, load or render.
"""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

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

_TEXT, _INT, _FLOAT, _BOOL, _DATE = "varchar", "integer", "double", "boolean", "date"
_TIME, _LIST = "timestamp with time zone", "varchar[]"
_PARTIES = "struct(actor_id varchar, actor varchar, role varchar)[]"
_ENDS = {
    f"{end}_{part}": _TEXT
    for end in ("source", "target")
    for part in ("actor_id", "actor", "country", "sector", "code")
}
_WHEN = {"event_date_start": _DATE, "event_date_end": _DATE, "event_date_precision": _TEXT}
_WHAT = {
    "cameo_code": _TEXT, "cameo_root": _TEXT, "plover_type": _TEXT, "quad_class": _TEXT, "goldstein": _FLOAT,
    "is_symmetric": _BOOL, "status": _TEXT,
}  # fmt: skip
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": _TEXT, "uri": _TEXT, "url": _TEXT, "source": _TEXT, "title": _TEXT, "standfirst": _TEXT,
        "byline": _TEXT, "language": _TEXT, "published_at": _TIME, "published_precision": _TEXT,
        "published_from": _TEXT, "fetched_at": _TIME, "text": _TEXT, "n_sentences": _INT, "n_sentences_read_on": _INT,
        "is_truncated": _BOOL,
        "story_id": _TEXT, "is_story_head": _BOOL, "content_sha256": _TEXT,
    },
    "sentences": {
        "article_id": _TEXT, "sentence_no": _INT, "paragraph_no": _INT, "part": _TEXT, "start_char": _INT,
        "end_char": _INT, "text": _TEXT, "is_complete": _BOOL,
    },
    "actors": {
        "actor_id": _TEXT, "actor": _TEXT, "kind": _TEXT, "country": _TEXT, "sector": _TEXT, "cameo_code": _TEXT,
        "wikidata_id": _TEXT, "is_known": _BOOL, "first_seen": _DATE, "last_seen": _DATE, "n_mentions": _INT,
    },
    "actor_mentions": {
        "mention_id": _TEXT, "article_id": _TEXT, "sentence_no": _INT, "start_char": _INT, "end_char": _INT,
        "surface": _TEXT, "mention_type": _TEXT, "actor_id": _TEXT, "actor": _TEXT, "country": _TEXT, "sector": _TEXT,
        "cameo_code": _TEXT, "resolved_by": _TEXT, "confidence": _FLOAT,
    },
    "relations": {
        "relation_id": _TEXT, "article_id": _TEXT, "sentence_no": _INT, "evidence": _TEXT, **_ENDS,
        "source_start": _INT, "source_end": _INT, "target_start": _INT, "target_end": _INT, "trigger": _TEXT,
        "trigger_start": _INT, "trigger_end": _INT, **_WHAT, "attributed_to_id": _TEXT, "attributed_to": _TEXT,
        "third_parties": _PARTIES, **_WHEN, "event_date_from": _TEXT, "event_date_text": _TEXT, "title": _TEXT,
        "source": _TEXT,
        "published_at": _TIME, "rule": _TEXT, "confidence": _FLOAT, "story_id": _TEXT, "event_id": _TEXT,
        "is_first_report": _BOOL, "coder_version": _TEXT, "dictionary_version": _TEXT,
    },
    "events": {
        "event_id": _TEXT, **_ENDS, **_WHAT, **_WHEN, "week": _DATE, "n_relations": _INT, "n_articles": _INT,
        "n_stories": _INT, "n_sources": _INT, "first_published_at": _TIME, "last_published_at": _TIME,
        "relation_ids": _LIST,
    },
    "dyad_weeks": {
        "source": _TEXT, "target": _TEXT, "level": _TEXT, "week": _DATE, "n_events": _INT, "n_stories": _INT,
        "n_cooperative": _INT, "n_conflictual": _INT, "goldstein_mean": _FLOAT, "goldstein_sum": _FLOAT,
    },
    "actor_weeks": {
        "actor_id": _TEXT, "week": _DATE, "n_mentions": _INT, "n_articles": _INT, "n_as_source": _INT,
        "n_as_target": _INT,
    },
    "stories": {
        "story_id": _TEXT, "head_article_id": _TEXT, "title": _TEXT, "first_published_at": _TIME, "n_articles": _INT,
        "n_sources": _INT,
    },
    "unknown_names": {
        "surface": _TEXT, "n_mentions": _INT, "n_articles": _INT, "n_stories": _INT, "likely_kind": _TEXT,
        "likely_country": _TEXT, "candidates": _LIST, "example_sentence": _TEXT, "example_article_id": _TEXT,
        "first_seen": _DATE,
    },
    "rejected_documents": {"uri": _TEXT, "reason": _TEXT, "detail": _TEXT, "size_bytes": "bigint", "seen_at": _TIME},
    "outcome_days": {
        "source_name": _TEXT, "seen_on": _DATE, "outcome": _TEXT, "reason": _TEXT, "n_inputs": _INT, "n_flagged": _INT,
        "size_bytes": "bigint",
    },
    "source_health": {
        "source_name": _TEXT, "kind": _TEXT, "outlet": _TEXT, "country": _TEXT, "state": _TEXT,
        "last_poll_at": "timestamp", "next_poll_at": "timestamp", "n_failures": "double", "last_error": _TEXT,
    },
    "event_types": {
        "cameo_code": _TEXT, "cameo_root": _TEXT, "name": _TEXT, "description": _TEXT, "plover_type": _TEXT,
        "plover_mode": _TEXT, "quad_class": _TEXT, "goldstein": _FLOAT,
    },
    "coder_quality": {
        "part": _TEXT, "level": _TEXT, "facet": _TEXT, "member": _TEXT, "n_gold": _INT, "n_found": _INT,
        "precision": _FLOAT, "recall": _FLOAT, "score": _FLOAT, "floor": _FLOAT, "coder_version": _TEXT,
        "dictionary_version": _TEXT,
    },
    "build_info": {"key": _TEXT, "value": _TEXT},
}  # fmt: skip

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
        outlet = OUTLETS[number % len(OUTLETS)]
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


_EVENTS = """
insert into wh.events by name
select
    {columns}, list(relation_id order by relation_id) over same as relation_ids, count(*) over same as n_relations,
    count(distinct article_id) over same as n_articles, count(distinct story_id) over same as n_stories,
    count(distinct source) over same as n_sources, min(published_at) over same as first_published_at,
    max(published_at) over same as last_published_at
from wh.relations where event_id is not null
window same as (partition by event_id)
qualify row_number() over (partition by event_id order by relation_id) = 1
"""
_STORIES = """
insert into wh.stories by name select
    story_id, arg_max(article_id, is_story_head) as head_article_id, arg_max(title, is_story_head) as title,
    min(published_at) as first_published_at, count(*) as n_articles, count(distinct source) as n_sources
from wh.articles group by story_id
"""
_UNKNOWN = """
insert into wh.unknown_names by name select
    surface, any_value(kind) as likely_kind, count(*) as n_mentions, count(distinct article_id) as n_articles,
    count(distinct story_id) as n_stories, min(text) as example_sentence,
    arg_min(article_id, text) as example_article_id,
    if(surface = 'Old Quay', ['cty:IRN', 'cty:EGY'], []) as candidates, cast(min(published_at) as date) as first_seen
from (select unnest($names) as surface, unnest($kinds) as kind)
join wh.sentences on contains(sentences.text, surface)
join (select article_id, story_id, published_at from wh.articles) using (article_id)
group by surface
"""


def build(path: Path, n_articles: int, old: bool = False, **options: Any) -> Path:
    """Write a published file at `path`, in place of what lies there; options as for `tables`.

    An `old` one lacks what was added to the public tables later.
    """
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    con = duckdb.connect()
    con.execute(f"attach '{fresh}' as wh (storage_version 'v1.5.0')")
    made = tables(n_articles, **options)
    for name, columns in COLUMNS.items():
        con.execute(f"create table wh.{name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
        if made[name]:
            batch = pa.Table.from_pylist(made[name])
            con.register("batch", batch)
            con.execute(f"insert into wh.{name} by name select * from batch")
            con.unregister("batch")
    con.execute(_EVENTS.format(columns=", ".join(set(COLUMNS["events"]) & set(COLUMNS["relations"]))))
    con.execute(_STORIES)
    unknown = UNKNOWN | {TRAPS["tag"]: "person", TRAPS["formula"]: "organisation"}
    con.execute(_UNKNOWN, {"names": list(unknown), "kinds": list(unknown.values())})
    if old:
        con.execute("alter table wh.unknown_names drop column n_stories")
        con.execute("drop table wh.coder_quality")
        con.execute("drop table wh.outcome_days")
        con.execute("drop table wh.source_health")
        con.execute("alter table wh.articles drop column n_sentences_read_on")
    con.close()
    fresh.replace(path)
    return path
