"""Numbers, dates and names in sentences."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

ONE = {"events": "event", "stories": "story", "reports": "report"}  # of what is counted (`Filters.count`)
COUNT_LABELS = {"events": "Events", "stories": "Events by story", "reports": "Events by report"}
LEVELS = {"party": "Countries and organisations", "actor": "Single actors"}


def day(value: date | None) -> str:
    """A date as a reader would write it: 19 July 2023."""
    return f"{value.day} {value:%B %Y}" if value else "no date"


def plural(number: int, noun: str) -> str:
    """1 event, 2 events, 3 stories."""
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else several}"


def counts(number: int, count: str) -> str:
    """How many of what is counted: 1 event, 2 stories, 3 reports."""
    return plural(number, ONE[count])


def listed(parts: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def left_out(counts: dict[str, Any], grain: str) -> str:
    """Which events a chart of this grain cannot show; empty where it shows all."""
    parts = []
    if counts["undated"]:
        parts.append(f"{counts['undated']:,} undated")
    if counts["coarse"]:
        parts.append(f"{counts['coarse']:,} dated less exactly than to the {grain}")
    if counts["older"]:
        parts.append(f"{counts['older']:,} from before the chart begins (choose dates or a coarser grain to see them)")
    return f"Not in the chart: {listed(parts)}." if parts else ""


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Id -> name, a name that several ids share followed by the id: choosers know options by their labels."""
    shared = {name for name, times in Counter(names.values()).items() if times > 1}
    return {key: f"{name} ({key})" if name in shared else name for key, name in names.items()}


def named(names: Mapping[str, str]) -> Callable[[str], str]:
    """For a chooser: what an id is called; an id without a name stands for itself."""
    labels = distinct(names)
    return lambda key: labels.get(key, key)
