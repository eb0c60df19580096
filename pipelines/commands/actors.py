"""`entente actors`: what is wrong with a user's own actors, and drafts of rows to add to them."""

from collections import Counter
from pathlib import Path

import click

from pipelines.coder.layers import Tables, read_layers
from pipelines.knowledge import sparql
from pipelines.knowledge.check import Words
from pipelines.knowledge.check import check as faults_of
from pipelines.knowledge.drafts import Draft, DraftError, as_csv, write_folder
from pipelines.knowledge.suggest import suggest as suggested
from pipelines.knowledge.wikidata import convert
from pipelines.settings import Settings
from pipelines.tables import KnowledgeError


def check(home: Settings, folder: Path | None) -> int:
    """Print a line for each fault, errors first; gives the exit status, 1 where there is an error."""
    if folder is None:
        folders = list(home.actor_folders)
        watched = [home.seeds, *folders]
    else:
        own = folder.absolute()
        folders = [known for known in home.actor_folders if known != own] + [own] * (own != home.seeds)
        watched = [own]
    faults = sorted(faults_of(home.seeds, folders, watched), key=lambda fault: fault.level)
    for fault in faults:
        click.echo(str(fault))
    counts = Counter(fault.level for fault in faults)
    click.echo(f"{counts['error']} errors, {counts['warning']} warnings in {', '.join(map(str, watched))}", err=True)
    return 1 if counts["error"] else 0


def suggest(home: Settings, out: Path | None, top: int) -> None:
    """Write or show rows for names that the dictionary lacks."""
    try:
        draft = suggested(home.published, _tables(home), top)
        if out is None:
            for name, rows in draft.items():
                if rows:
                    click.echo(f"# {name}.csv\n{as_csv(name, rows)}")
        else:
            _written(draft, out)
    except DraftError as error:
        raise click.ClickException(str(error)) from error


def import_wikidata(
    home: Settings, which: str | None, query: Path | None, saved: Path | None, endpoint: str | None, out: Path
) -> None:
    """Write what a query of Wikidata, or a saved answer, tells of actors."""
    if which is not None:
        query = home.seeds / "wikidata" / f"{which}.rq"
        known = sorted(path.stem for path in query.parent.glob("*.rq"))
        if which not in known:
            raise click.ClickException(f"there is no query {which!r}; there are {', '.join(known)}")
    try:
        if query is not None:
            answer = sparql.ask(query.read_text(encoding="utf-8"), home.replies, endpoint or sparql.ENDPOINT)
        elif saved is not None:
            answer = sparql.read(saved.read_bytes())
        imported = convert(answer, _tables(home), Words(home.seeds))
        for what, n in sorted(imported.counts.items()):
            click.echo(f"{n:6} {what}", err=True)
        _written(imported.draft, out)
    except (sparql.SparqlError, DraftError, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error


def _tables(home: Settings) -> Tables:
    try:
        return read_layers(home.seeds, home.actor_folders)
    except KnowledgeError as error:
        raise click.ClickException(str(error)) from error


def _written(draft: Draft, out: Path) -> None:
    paths = write_folder(draft, out)
    for path in paths:
        click.echo(f"{len(draft[path.stem])} rows in {path}")
    if paths:
        click.echo(f"Edit them, then look at them with `entente actors check {out}`.", err=True)
    else:
        click.echo("Nothing that the dictionary lacks.", err=True)
