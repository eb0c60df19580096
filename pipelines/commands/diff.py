"""`entente diff`: which relations a build has brought, lost or read otherwise, against an earlier one."""

import json
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from pipelines.settings import Settings
from pipelines.warehouse.builds import KINDS, Difference, NoBuildError, compare, remembered

_SHOWN = {"relation_id", "source_actor", "target_actor", "cameo_code", "status", "event_date_start", "plover_type"}
_SIGNS = {"appeared": "+", "vanished": "-", "changed": "~"}


def diff(home: Settings, before: Path | None, after: Path | None, as_json: bool, limit: int, output: TextIO) -> None:
    """Write what lies between two builds: the one kept last, and the published one, where none are named.

    Raises ClickException with one line where there is nothing to compare.
    """
    kept = remembered(home.builds)
    if before is None and not kept:
        raise click.ClickException("no earlier build is kept yet: the next run that changes something keeps this one")
    try:
        found = compare(before or kept[-1], after or home.published)
    except NoBuildError as error:
        raise click.ClickException(str(error)) from error
    (_write_json if as_json else _write_table)(found, limit, output)


def told(counts: dict[str, int]) -> str:
    """The numbers in words."""
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS)


def _write_table(found: Difference, limit: int, output: TextIO) -> None:
    console = Console(file=output, markup=False, highlight=False)
    if not console.is_terminal:  # a file or a pipe has no width
        console.width = 10_000
    for name, build in (("before", found.before), ("after", found.after)):
        console.print(f"{name:6} {', '.join(f'{key} {value}' for key, value in build.items())}", soft_wrap=True)
    console.print(f"relations: {told(found.counts)}")
    total = sum(found.counts.values())
    if not total:
        return
    table = Table("", "was", "is", "sentence", expand=False)
    for row in found.rows(limit):
        table.add_row(_SIGNS[row["kind"]], *_lines(row["was"], row["is_now"]), row["evidence"])
    console.print(table)
    if total > limit:
        console.print(f"{total - limit:,} more; --limit shows more of them, --json all")


def _lines(was: dict[str, Any] | None, now: dict[str, Any] | None) -> tuple[str, str]:
    """What was said and what is, the latter with all that differs beyond who did what to whom."""
    beyond = (
        [] if was is None or now is None else [name for name in now if name not in _SHOWN and was[name] != now[name]]
    )
    return _line(was, beyond), _line(now, beyond)


def _line(said: dict[str, Any] | None, beyond: list[str]) -> str:
    if said is None:
        return ""
    day = said["event_date_start"] or "no date"
    line = f"{said['source_actor']} {said['cameo_code']} {said['target_actor']}, {said['status']}, {day}"
    return line + "".join(f", {name} {said[name]}" for name in beyond)


def _write_json(found: Difference, _: int, output: TextIO) -> None:
    head = {"before": found.before, "after": found.after, "counts": found.counts}
    output.write(json.dumps(head, indent=1)[:-2] + ',\n "relations": [')
    for n, row in enumerate(found.rows()):
        output.write(f"{',' if n else ''}\n  {json.dumps(row, ensure_ascii=False, default=str)}")
    output.write("\n ]\n}\n")
