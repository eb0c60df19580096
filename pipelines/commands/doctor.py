"""`entente doctor`: looks at the set-up and says, line by line, what is well, what is wrong and what to do about it."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from rich.console import Console
from rich.markup import escape

from pipelines.coder import classifier, syntax
from pipelines.commands.serving import is_held, serving
from pipelines.settings import PROJECT, Settings
from pipelines.sources import listing
from pipelines.warehouse import lock
from pipelines.warehouse.publish import build_info

OLDEST, NEWEST = (3, 11), (3, 13)


class ProblemError(Exception):
    """Something is wrong; the message says what, and what to do."""


def examine(home: Settings) -> int:
    """Print a line for each thing looked at; gives the exit status, 1 where something is wrong."""
    console = Console(highlight=False, soft_wrap=True)
    wrong = 0
    for name, look in _EXAMINATIONS:
        try:
            console.print(f"[green]ok[/]       {name}: {escape(look(home))}")
        except ProblemError as problem:
            wrong += 1
            console.print(f"[red]problem[/]  {name}: {escape(str(problem))}")
    return 1 if wrong else 0


def _python(_: Settings) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise ProblemError(
            f"{version} is not one that is supported (3.11 to 3.13): remove .venv and run `make setup` with one that is"
        )
    return version


def _packages(_: Settings) -> str:
    pins = list(_pins(PROJECT / "constraints.txt"))
    wrong = []
    for name, wanted in pins:
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "missing"
        if found != wanted:
            wrong.append(f"{name} is {found}, not {wanted}")
    try:
        metadata.version("entente")
    except metadata.PackageNotFoundError:
        wrong.append("entente itself is not installed")
    if wrong:
        raise ProblemError(f"{'; '.join(wrong)}: run `make setup`")
    return f"as pinned ({len(pins)} pins)"


def _pins(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            pin = Requirement(line.rstrip(" \\"))
            if pin.marker is None or pin.marker.evaluate():  # for this system and Python
                yield pin.name, next(iter(pin.specifier)).version


def _models(home: Settings) -> str:
    try:
        syntax.load(home.syntax_model)
    except syntax.SyntaxModelError as error:
        raise ProblemError(f"{error}: set ENTENTE_SYNTAX_MODEL, or leave it out") from error
    if not classifier.MODEL.is_file():
        raise ProblemError(f"there is no {classifier.MODEL}: fetch it again with git")
    return f"{home.syntax_model} and {classifier.MODEL}"


def _home(home: Settings) -> str:
    folder = home.home
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ProblemError(f"{folder} cannot be written: choose another with ENTENTE_HOME or --home")
    return f"{home.home}{'' if home.home.exists() else ' (the first run makes it)'}"


def _dagster(home: Settings) -> str:
    own = serving(home)
    return f"serving at {own.dagster} (process {own.pid})" if own else _port(home.dagster_port, "dagster")


def _dashboard(home: Settings) -> str:
    own = serving(home)
    return f"serving at {own.dashboard} (process {own.pid})" if own else _port(home.dashboard_port, "dashboard")


def _port(number: int, name: str) -> str:
    if (why := port_in_use(number)) is not None:
        choose = f"set ENTENTE_{name.upper()}_PORT (or use --{name}-port)"
        raise ProblemError(f"port {number}: {why}, and not by `entente up` in this home: end that program or {choose}")
    return f"port {number} is free"


def port_in_use(number: int) -> str | None:
    """Why nothing can listen on a port of this machine; None where something can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            return (error.strerror or "cannot be used").lower()
    return None


def _published(home: Settings) -> str:
    if not home.published.exists():
        return "none yet: `entente run` makes it"
    info = build_info(home.published)
    if not info:
        raise ProblemError(f"{home.published} cannot be read: remove it, `entente run` makes it again")
    return f"build {info.get('run_id', '?')[:8]} of {info.get('built_at', '?')}"


def _writer(home: Settings) -> str:
    if is_held(home.lock):
        if (holder := lock.holder(home.lock)) is None:  # it has the lock and has not said yet who it is
            return "a run is at work"
        run = f" (run {holder.run_id[:8]})" if holder.run_id else ""  # none: it looks whether there is anything to do
        return f"process {holder.pid} is at work{run}"
    if died := lock.died(home.lock):
        run = f"run {died.run_id[:8]}" if died.run_id else "a run that had not begun"
        raise ProblemError(f"{run} was killed: `entente run` clears up and goes on from there")
    return "no run is writing"


def _manifest(home: Settings) -> str:
    if not (home.dbt_project / "dbt_project.yml").exists():
        raise ProblemError(f"{home.dbt_project} is missing: this is no whole clone of the project")
    return "parsed" if (home.dbt_target / "manifest.json").exists() else "not parsed yet: the first run does it"


def _sources(home: Settings) -> str:
    try:
        n = len(listing.read(home.sources))
    except listing.SourcesError as error:
        raise ProblemError(f"{error}: mend it there") from error
    return f"{n} in {home.sources}; `entente sources list` says how they do" if n else "none yet"


_EXAMINATIONS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("Python", _python),
    ("packages", _packages),
    ("models", _models),
    ("home", _home),
    ("sources", _sources),
    ("Dagster UI", _dagster),
    ("dashboard", _dashboard),
    ("published file", _published),
    ("writer", _writer),
    ("dbt project", _manifest),
)
