"""What the Changes page says of a week: who moved, against what, with which guard, and which filters rest."""

from typing import Any

import pyarrow as pa

from dashboard.charts.palette import words
from dashboard.queries.changes import CLASSES_OF, SMALL_COUNT, SMALL_MEAN, WEEKS_NEEDED, Question, followed
from dashboard.ui.words import LEVELS, day, distinct, listed, plural
from published.datasheet import told
from published.filters import Filters, Period

COMPARED = {"pairs": "Pairs", "parties": "Parties"}
NOUNS = {"pairs": "pair", "parties": "party"}
SCOPES = {"country": "Countries", "actor": "Single actors"}
NORMS = {4: "4 weeks", 52: "52 weeks"}
COUNTS = {
    "events": "events",
    "cooperative": "cooperative events",
    "conflictual": "conflictual events",
    "verbal_cooperation": "events of verbal cooperation",
    "material_cooperation": "events of material cooperation",
    "verbal_conflict": "events of verbal conflict",
    "material_conflict": "events of material conflict",
    "stories": "stories that mention them",
    "as_source": "events in which they act",
    "as_target": "events of which they are the target",
}
WHO = {
    ("pairs", "country"): "pairs of countries",
    ("pairs", "actor"): "pairs of single actors",
    ("parties", "country"): "countries",
    ("parties", "actor"): "single actors",
}
GUARD = (
    f"Where the mean is {SMALL_MEAN} at most and the week counts {SMALL_COUNT} at most, the numbers are too small "
    "for a trend: that is limited change, drawn paler and last."
)
DIRECTION = "A pair is who acts on whom; what two do together, such as talks, stands in one of the two directions."
NO_WEEK = (
    "No event of this kind belongs to a week: it takes one that happened, on a day that is known to within seven. "
    "Compare other parties, or widen the dates in the sidebar."
)
SIDES = {"as_source": "sent", "as_target": "received"}
LEVEL = {"country": "party", "actor": "actor"}  # as the Dyad and Actor pages call them


def norm(question: Question, n_weeks: int) -> str:
    """What the week is held against; empty where the news do not reach back far enough."""
    return f"the mean of the {min(n_weeks, question.against)} weeks before" if n_weeks >= WEEKS_NEEDED else ""


def summary(question: Question, counts: dict[str | None, int], coverage: dict[str, Any]) -> str:
    """The first sentence of the page."""
    who = WHO[question.of, question.level] + (" that met for the first time" if question.only_new else "")
    scope = f"{COUNTS[question.measure]} in {Period('week', question.week).words}"
    held = norm(question, coverage["n_weeks"])
    if not held:
        return (
            f"{sum(counts.values()):,} {who}, {scope}. There is no norm to hold them against: it takes "
            f"{WEEKS_NEEDED} weeks of news before the week, and the first article is of {day(coverage['first'])}. "
            "So these are counts, not changes."
        )
    found = [f"{counts[trend]:,} {trend}" for trend in ("more", "less", "same") if counts.get(trend)]
    found += [f"{counts['limited change']:,} of limited change"] if counts.get("limited change") else []
    return f"{who.capitalize()}, {scope}, against {held}: {listed(found) or 'nothing'}."


def unfinished(question: Question, coverage: dict[str, Any]) -> str:
    """That the news end within the week, so that it may look emptier than it was; empty where they do not."""
    if coverage["last"] is None or (coverage["last"] - question.week).days >= 6:
        return ""
    return f"The last article is of {day(coverage['last'])}: more may still be told of this week."


def unfollowed(filters: Filters, question: Question) -> str:
    """Which of the filters that are set cannot be followed; empty where all are."""
    kept = followed(filters, question)
    names = {
        "actor": filters.actors != kept.actors,
        "class": bool(filters.classes) and question.measure not in CLASSES_OF,
        "outlet": bool(filters.outlets),
        "status": bool(filters.statuses),
        "confidence": bool(filters.min_confidence),
        "count": filters.count != kept.count,
    }
    missed = listed([name for name, is_missed in names.items() if is_missed])
    if not missed:
        return ""
    return f"These are weekly counts of events that happened, not told apart by {missed}: that filter rests here."


def met(n_contacts: int, most: int, coverage: dict[str, Any]) -> str:
    """How many pairs are new, and what that is worth."""
    if not n_contacts:
        return "No pair is met for the first time in this week."
    number = f"{most:,} or more pairs" if n_contacts >= most else plural(n_contacts, "pair")
    early = " The news only begin here, so most pairs must be new." if coverage["n_weeks"] < WEEKS_NEEDED else ""
    return f"{number} of whom nothing is told before this week, in either direction.{early}"


def asked(filters: Filters, question: Question) -> dict[str, str]:
    """What a download of the page holds, in words."""
    return {
        "Compared": WHO[question.of, question.level] + (", first contacts only" if question.only_new else ""),
        "Counted": COUNTS[question.measure],
        "Week": Period("week", question.week).words,
        "Against": f"the mean of the {question.against} weeks before, or of as many as there are",
    } | told(followed(filters, question))


def labelled(data: pa.Table) -> pa.Table:
    """The rows with a `label`, distinct among them, and a `key`."""
    rows = data.to_pylist()
    ends = ("source", "target") if "source" in data.column_names else ("party",)
    names = distinct({row[end]: row[f"{end}_name"] for row in rows for end in ends})
    labels = [" → ".join(names[row[end]] for end in ends) for row in rows]
    keys = [" ".join(row[end] for end in ends) for row in rows]
    return data.append_column("label", pa.array(labels, pa.string())).append_column("key", pa.array(keys, pa.string()))


def first_event(row: dict[str, Any]) -> str:
    """Who met, and how, as an entry of a chooser."""
    arrow = "↔" if row["is_symmetric"] else "→"
    kind = row["plover_type"] or words(row["quad_class"])
    return f"{row['source_name']} {arrow} {row['target_name']}: {kind}, {plural(row['n_events'], 'event')} in this week"


def place(question: Question, row: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Where a row leads: the page and what its address says."""
    level, period = LEVELS[LEVEL[question.level]], str(Period("week", question.week))
    if question.of == "pairs":
        return "app_pages/dyad.py", {"a": row["source"], "b": row["target"], "level": level, "period": period}
    return "app_pages/actor.py", {"party": row["party"], "pick": level, "period": period}
