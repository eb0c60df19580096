"""`entente export`: a file for other programs of what the published warehouse holds, under the dashboard's filters."""

import difflib
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import click
from rich.console import Console

from pipelines import progress
from pipelines.settings import Settings
from published.export import FORMS, ExportError, Wanted, sheet_of
from published.export import export as write
from published.filters import UNNAMED_OUTLET, Filters
from published.graph import GRAPHS
from published.store import Identity, StoreError, identify, open_store

_KNOWN = {
    "country": "select source_country from relations union select target_country from relations",
    "outlet": f"select coalesce(source, '{UNNAMED_OUTLET}') from relations",
}
_NAMED = """
select distinct actor_id from actors
where actor_id = $name or lower(actor) = lower($name)
order by actor_id
"""


def export(home: Settings, out: Path, form: str | None, what: str | None, filters: Filters, overwrite: bool) -> None:
    """Write `out`, and its datasheet beside it. Raises ClickException with one line where that cannot be."""
    identity = identify(home.published)
    if identity is None:
        raise click.ClickException(f"{home.published} does not exist yet: `entente run` makes it")
    form = form or out.suffix.removeprefix(".").lower()
    console = Console(stderr=True)
    try:
        wanted = Wanted(form, what or _usual(form), _named(identity, filters))
        with progress.shown(console):
            made = write(identity, wanted, out, f"Entente {version('entente')}", progress.track, overwrite)
    except (ExportError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    counted = ", ".join(f"{n:,} {name}" for name, n in made.rows.items())
    click.echo(f"{counted}: {out} ({made.size_bytes:,} bytes), described in {sheet_of(out).name}")


def _usual(form: str) -> str:
    """What a format holds where nothing else is said."""
    if form and form not in FORMS:
        raise ExportError(f"there is no format {form!r}; the formats are {', '.join(FORMS)}")
    return "actor" if form in GRAPHS else "gdelt_events" if form == "tsv" else "relations"


def _named(identity: Identity, filters: Filters) -> Filters:
    """The filters with actors by their ids. Raises ExportError for what the published file does not know."""
    con = open_store(identity, counting=False).cursor()
    for name, asked in (("country", filters.countries), ("outlet", filters.outlets)):
        known = {row[0] for row in con.execute(_KNOWN[name]).fetchall() if row[0]} if asked else set()
        for value in asked:
            if value not in known:
                raise ExportError(f"no relation has the {name} {value!r}{_meant(value, known)}")
    ids: dict[str, None] = {}
    for value in filters.actors:
        found = con.execute(_NAMED, {"name": value}).fetchall()
        if not found:
            names = (row[0] for row in con.execute("select distinct actor from actors where n_mentions > 0").fetchall())
            raise ExportError(f"there is no actor {value!r}{_meant(value, names)}")
        ids.update(dict.fromkeys(row[0] for row in found))
    return replace(filters, actors=tuple(ids))


def _meant(value: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(value, list(known), 1)
    return f"; is {close[0]} meant?" if close else ""
