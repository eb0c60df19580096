"""The `entente` command.  Only the commands that need Dagster and dbt import them, so that the others start at once."""

import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

import click

from pipelines import settings

FILE_OR_FOLDER = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FOLDER_THERE = click.Path(exists=True, file_okay=False, path_type=Path)
FILE_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
HOME_HELP = "Where everything is written [ENTENTE_HOME]."


def _load(home: Path | None, actors: tuple[Path, ...] = ()) -> settings.Settings:
    from pipelines.coder.layers import KEYS, has_tables

    for folder in actors:
        if not has_tables(folder):
            names = ", ".join(f"{name}.csv" for name in KEYS)
            raise click.ClickException(f"{folder} holds no table of actors ({names})")
    try:
        return settings.load(home, actors)
    except settings.SetupError as error:
        raise click.ClickException(str(error)) from error


def _use_home(context: click.Context, _: click.Parameter, home: Path | None) -> None:
    if home is not None:
        context.obj = _load(home)


# `entente run --home H` is as good as `entente --home H run`
home_option = click.option("--home", type=FOLDER, expose_value=False, callback=_use_home, help=HOME_HELP)
actors_option = click.option(
    "--actors",
    multiple=True,
    type=FOLDER_THERE,
    help="Your own actors: a folder; may be given again [ENTENTE_ACTORS].",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--home", type=FOLDER, help=HOME_HELP)
@click.version_option(package_name="entente", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, home: Path | None) -> None:
    """News articles in, a database of who did what to whom out, each row with the sentence that proves it."""
    context.obj = _load(home)


def _prepared(home: settings.Settings) -> settings.Settings:
    try:
        home.prepare()
    except settings.SetupError as error:
        raise click.ClickException(str(error)) from error
    return home


@main.command()
@home_option
@click.option("--from", "path", type=FILE_OR_FOLDER, help="Read this folder or file, not the inbox and the sources.")
@click.option("--source", "only", metavar="NAME", help="Ask this source now, and read nothing else.")
@actors_option
@click.pass_obj
def run(home: settings.Settings, path: Path | None, only: str | None, actors: tuple[Path, ...]) -> None:
    """Take in what is new, code it, derive all tables, test them, publish them; then stop."""
    from pipelines.commands.run import run as run_everything
    from pipelines.commands.sources import named, read

    if path and only:
        raise click.UsageError("give one of --from and --source")
    if only:
        named(home, only)
    elif not path and home.home.is_dir():
        read(home)  # a slip in the list is told before anything is begun
    sys.exit(run_everything(_prepared(_load(home.home, actors or home.actors)), path, only))


@main.command()
@home_option
@click.option("--dagster-port", type=click.IntRange(1, 65535), help="Of the Dagster UI [3000].")
@click.option("--dashboard-port", type=click.IntRange(1, 65535), help="Of the dashboard [8501].")
@click.pass_obj
def up(home: settings.Settings, dagster_port: int | None, dashboard_port: int | None) -> None:
    """Serve the Dagster UI and the dashboard, and keep the warehouse up to date, until Ctrl-C."""
    from pipelines.commands.up import up as serve

    sys.exit(serve(_prepared(home), dagster_port or home.dagster_port, dashboard_port or home.dashboard_port))


@main.command()
@home_option
@click.argument("paths", nargs=-1, required=True, type=FILE_OR_FOLDER)
@click.pass_obj
def add(home: settings.Settings, paths: tuple[Path, ...]) -> None:
    """Put files and folders into the inbox; the next run takes them in."""
    from pipelines.commands.add import AddError
    from pipelines.commands.add import add as add_to_inbox

    try:
        added = add_to_inbox(_prepared(home).inbox, paths)
    except (AddError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{added}: {home.inbox}")


@main.command()
@home_option
@actors_option
@click.option("--explain", is_flag=True, help="Say of each sentence, plain or JSON, what was coded, what not, and why.")
@click.pass_obj
def code(home: settings.Settings, actors: tuple[Path, ...], explain: bool) -> None:
    """Code JSON lines from standard input: {"id", "text", "date"?, "source"?, "target"?} to mentions and relations."""
    from pipelines.coder.coder import Coder
    from pipelines.coder.explain import main as explain_lines
    from pipelines.coder.filter import main as code_lines
    from pipelines.coder.syntax import SyntaxModelError
    from pipelines.tables import KnowledgeError

    try:
        folders = _load(home.home, actors or home.actors).actor_folders
        coder = Coder.load(home.seeds, *folders, model=home.syntax_model)
    except (KnowledgeError, SyntaxModelError) as error:
        raise click.ClickException(str(error)) from error
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)  # bytes that are no UTF-8, and half a `\ud83d\ude00`, end nothing
    if explain:
        return explain_lines(sys.stdin, sys.stdout, coder)
    answered, unusable = code_lines(sys.stdin, sys.stdout, coder)
    if unusable:
        click.echo(f"{unusable} of {answered} lines could not be used; each has its answer with an error", err=True)


@main.command()
@home_option
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def sql(home: settings.Settings, query: str, form: str) -> None:
    """Ask the published warehouse; nothing can be changed."""
    from pipelines.commands.sql import QueryError, ask

    try:
        ask(home.published, query, form, sys.stdout)
    except QueryError as error:
        raise click.ClickException(str(error)) from error


DAY = click.DateTime(["%Y-%m-%d"])
CLASSES = click.Choice(["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"])
STATUSES = click.Choice(["actual", "planned", "potential", "attempted", "requested", "alleged", "negated"])
FORMATS = click.Choice(["csv", "parquet", "jsonl", "tsv", "graphml", "json"])
HOLDINGS = click.Choice(["relations", "events", "gdelt_events", "gdelt_mentions", "plover_events", "actor", "country"])


@main.command()
@home_option
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=FORMATS, help="How it is written [as the name of OUT ends].")
@click.option(
    "--what", type=HOLDINGS, help="A table [relations; .tsv: gdelt_events], or who is tied in a graph [actor]."
)
@click.option("--since", type=DAY, help="Events on this day or later; undated ones are left out.")
@click.option("--until", type=DAY, help="Events on this day or earlier; undated ones are left out.")
@click.option("--country", "countries", multiple=True, metavar="ISO3", help="Either side is of it; may be given again.")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Either side is this actor, by name or id.")
@click.option("--class", "classes", multiple=True, type=CLASSES, help="Of this class; may be given again.")
@click.option("--outlet", "outlets", multiple=True, help="Reported there; may be given again.")
@click.option("--status", "statuses", multiple=True, type=STATUSES, help="Of this status; may be given again.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, help="Of this confidence or more.")
@click.option("--overwrite", is_flag=True, help="Take the place of OUT where it exists.")
@click.pass_obj
def export(
    home: settings.Settings,
    out: Path,
    form: str | None,
    what: str | None,
    since: datetime | None,
    until: datetime | None,
    countries: tuple[str, ...],
    actors: tuple[str, ...],
    classes: tuple[str, ...],
    outlets: tuple[str, ...],
    statuses: tuple[str, ...],
    confidence: float,
    overwrite: bool,
) -> None:
    """Write OUT: a table (.csv, .parquet, .jsonl, GDELT's .tsv) or a network (.graphml, .json), with its datasheet."""
    from pipelines.commands.export import export as write
    from published.filters import Filters

    if since and until and since > until:
        raise click.UsageError("--since is after --until")
    first, last = since.date() if since else None, until.date() if until else None
    filters = Filters(first, last, countries, actors, classes, outlets, statuses, confidence)
    write(home, out, form, what, filters, overwrite)


@main.command()
@home_option
@click.argument("before", required=False, type=FILE_THERE)
@click.argument("after", required=False, type=FILE_THERE)
@click.option("--json", "as_json", is_flag=True, help="All of them, as one JSON object.")
@click.option("--limit", type=click.IntRange(min=1), default=40, show_default=True, help="How many are shown.")
@click.pass_obj
def diff(home: settings.Settings, before: Path | None, after: Path | None, as_json: bool, limit: int) -> None:
    """Show which relations appeared, vanished or changed from the build BEFORE [the last one] to AFTER [published]."""
    from pipelines.commands.diff import diff as show

    show(home, before, after, as_json, limit, sys.stdout)


@main.command()
@home_option
@click.pass_obj
def doctor(home: settings.Settings) -> None:
    """Say what is wrong with the set-up, and what to do about it."""
    from pipelines.commands.doctor import examine

    sys.exit(examine(home))


@main.group("sources")
def sources_group() -> None:
    """What is asked for news: feeds, sitemaps, lists of addresses, folders; kept in sources.toml of the home."""


@sources_group.command("add")
@home_option
@click.argument("location", required=False)
@click.option("--kind", help="What lies there; without it, that is looked at.")
@click.option("--name", help="How you call it [the host's name].")
@click.option("--outlet", help="Whose articles these are, where the pages do not say.")
@click.option("--country", metavar="ISO3", help="Of the outlet; told beside the source, and nothing is coded by it.")
@click.option("--language", metavar="ISO2", help="Of the articles.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="How 07/08/2023 is meant.")
@click.option("--set", "pairs", metavar="KEY=VALUE", multiple=True, help="Any other setting; may be given again.")
@click.pass_obj
def add_source(
    home: settings.Settings,
    location: str | None,
    kind: str | None,
    name: str | None,
    outlet: str | None,
    country: str | None,
    language: str | None,
    date_order: str | None,
    pairs: tuple[str, ...],
) -> None:
    """Ask LOCATION (an address, or a folder) for news from now on."""
    from pipelines.commands.sources import add, settings_of

    said = {"outlet": outlet, "country": country, "language": language, "date_order": date_order}
    add(home, location, kind, name, {key: value for key, value in said.items() if value} | settings_of(pairs))


@sources_group.command("list")
@home_option
@click.pass_obj
def list_sources(home: settings.Settings) -> None:
    """Show each source, what came of it, and when it is asked again."""
    from pipelines.commands.sources import show

    show(home)


@sources_group.command("check")
@home_option
@click.argument("name")
@click.pass_obj
def check_source(home: settings.Settings, name: str) -> None:
    """Ask a source once and say what it has; nothing is kept."""
    from pipelines.commands.sources import check

    sys.exit(check(home, name))


@sources_group.command("remove")
@home_option
@click.argument("name")
@click.pass_obj
def remove_source(home: settings.Settings, name: str) -> None:
    """Ask a source no more; what came from it stays."""
    from pipelines.commands.sources import remove

    remove(home, name)


@main.group("actors")
def actors_group() -> None:
    """Your own actors: check a folder of them, or have one drafted from names in the news or from Wikidata."""


@actors_group.command()
@home_option
@click.argument("folder", required=False, type=FOLDER_THERE)
@click.pass_obj
def check(home: settings.Settings, folder: Path | None) -> None:
    """Say what is wrong with the tables in FOLDER, or with the bundled ones and your own in the home."""
    from pipelines.commands.actors import check as check_folder

    sys.exit(check_folder(home, folder))


@actors_group.command()
@home_option
@click.option("--out", type=FOLDER, help="Where the tables are written; without it, they are shown.")
@click.option("--top", type=click.IntRange(min=1), default=50, show_default=True, help="How many names.")
@click.pass_obj
def suggest(home: settings.Settings, out: Path | None, top: int) -> None:
    """Draft rows for the names that the dictionary lacks, those in most articles first."""
    from pipelines.commands.actors import suggest as suggest_rows

    suggest_rows(home, out, top)


@actors_group.group("import")
def import_group() -> None:
    """Draft rows from elsewhere."""


@import_group.command()
@home_option
@click.option("--class", "which", metavar="NAME", help="What to ask for: a query of seeds/wikidata, without its .rq.")
@click.option("--query", "query", type=FILE_THERE, help="What to ask for: a SPARQL query of your own.")
@click.option("--from-file", "saved", type=FILE_THERE, help="Ask nobody: a saved answer (SPARQL results in JSON).")
@click.option("--endpoint", metavar="URL", help="Who is asked [the public Wikidata service].")
@click.option("--out", type=FOLDER, required=True, help="Where the tables are written.")
@click.pass_obj
def wikidata(
    home: settings.Settings, which: str | None, query: Path | None, saved: Path | None, endpoint: str | None, out: Path
) -> None:
    """Draft actors, names and offices from Wikidata; the answer is kept in the home, so that it is asked once."""
    from pipelines.commands.actors import import_wikidata

    if sum(choice is not None for choice in (which, query, saved)) != 1:
        raise click.UsageError("give one of --class, --query and --from-file")
    import_wikidata(home, which, query, saved, endpoint, out)
