"""Where everything lies, and what a user may set, in the environment (ENTENTE_*) or in the home's `entente.toml`.

Takes nothing but the environment; gives `Settings`, whose paths all lie below the home.  Never opens the warehouse.
"""

import difflib
import os
import sys
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PROJECT = Path(__file__).resolve().parent.parent
TOML = "entente.toml"


class SetupError(Exception):
    """The set-up is wrong; the message is one line for the user."""


class Settings(BaseSettings):
    """The settings of one home."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", env_ignore_empty=True, frozen=True, extra="forbid")

    home: Path = PROJECT / "home"
    workers: int = Field(default=max(1, (os.cpu_count() or 2) - 1), ge=1)  # processes that clean and code
    batch_articles: int = Field(default=64, ge=1)  # articles that are cleaned or coded, and committed, together
    article_seconds: float = Field(default=30.0, gt=0)  # what one article may take, alone in a process
    worker_megabytes: int = Field(default=2_000, ge=500)  # memory of one of these processes; more costs the article
    contact: str = ""  # an address of mail or web that sites we fetch from can write to
    site_seconds: float = Field(default=5.0, ge=0)  # between two pages of a site
    fetch_minutes: float = Field(default=10.0, gt=0)  # of a run; what is not fetched by then waits for the next one
    dagster_port: int = Field(default=3000, ge=1, le=65535)
    dashboard_port: int = Field(default=8501, ge=1, le=65535)
    syntax_model: str = str(PROJECT / "models" / "en_entente_ud")  # a folder, or an installed spaCy pipeline's name
    actors: Annotated[tuple[Path, ...], NoDecode] = ()  # folders of actors over the bundled ones and the home's

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("syntax_model")
    @classmethod
    def _found(cls, model: str) -> str:
        """A folder by its absolute path, for servers run elsewhere; a name as it is."""
        folder = Path(model).expanduser()
        return str(folder.absolute()) if folder.is_dir() else model

    @field_validator("actors", mode="before")
    @classmethod
    def _folders(cls, given: Any) -> tuple[Path, ...]:
        """Folders in a list, or in one text as PATH has them."""
        parts = given.split(os.pathsep) if isinstance(given, str) else given
        folders = tuple(Path(part).expanduser().absolute() for part in parts if part)
        for folder in folders:
            if not folder.is_dir():
                raise ValueError(f"there is no folder {folder}")
        return folders

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the caller says, then the environment, then the home's file."""
        home = init_settings().get("home") or env_settings().get("home") or cls.model_fields["home"].default
        toml = TomlConfigSettingsSource(settings_cls, toml_file=Path(home).expanduser() / TOML)
        return init_settings, env_settings, toml

    @cached_property
    def inbox(self) -> Path:
        """Where a user's files wait for the next run."""
        return self.home / "inbox"

    @cached_property
    def sources(self) -> Path:
        """The list of the user's sources."""
        return self.home / "sources.toml"

    @cached_property
    def next_poll(self) -> Path:
        """When a source is to be asked again, for who may not open the working database."""
        return self.work / "next_poll"

    @cached_property
    def raw(self) -> Path:
        """Documents as they came, by the hash of their content."""
        return self.home / "raw"

    @cached_property
    def work(self) -> Path:
        """The pipeline's private folder: the working database and the lock."""
        return self.home / "work"

    @cached_property
    def work_db(self) -> Path:
        """The working database: one process opens it, the run that holds the lock."""
        return self.work / "work.duckdb"

    @cached_property
    def lock(self) -> Path:
        """Held by the one run that writes."""
        return self.work / "lock"

    @cached_property
    def staging(self) -> Path:
        """Results on their way from the worker processes into the working database."""
        return self.home / "staging"

    @cached_property
    def dagster(self) -> Path:
        """Dagster's own storage (DAGSTER_HOME)."""
        return self.home / "dagster"

    @cached_property
    def dbt_target(self) -> Path:
        """What dbt writes: manifest, compiled SQL, logs."""
        return self.home / "dbt"

    @cached_property
    def logs(self) -> Path:
        """What servers and dbt print."""
        return self.home / "logs"

    @cached_property
    def published(self) -> Path:
        """The published warehouse, the only file that others open."""
        return self.home / "entente.duckdb"

    @cached_property
    def builds(self) -> Path:
        """The relations of the builds that were published before, for `entente diff`."""
        return self.home / "builds"

    @property
    def seeds(self) -> Path:
        """The knowledge that people edit."""
        return PROJECT / "seeds"

    @property
    def samples(self) -> Path:
        """The sample articles that come with the project."""
        return self.seeds / "articles"

    @property
    def actor_folders(self) -> tuple[Path, ...]:
        """Where the user's own actors are, each folder over the one before it: `actors/` in the home, then `actors`."""
        own = self.home / "actors"
        return (own, *self.actors) if own.is_dir() else self.actors

    @cached_property
    def replies(self) -> Path:
        """What was asked of the network, by the hash of the question."""
        return self.home / "replies"

    @property
    def dbt_project(self) -> Path:
        """The dbt project."""
        return PROJECT / "dbt_project"

    def environment(self) -> dict[str, str]:
        """What child processes (dbt, Dagster, the dashboard) need to find this home and each other."""
        beside_python = str(Path(sys.executable).parent)  # dbt is there, also where the environment is not activated
        path = os.environ.get("PATH", "").split(os.pathsep)
        return {
            "PATH": os.pathsep.join([beside_python, *(part for part in path if part != beside_python)]),
            "ENTENTE_HOME": str(self.home),
            "ENTENTE_WORK_DB": str(self.work_db),
            "ENTENTE_ACTORS": os.pathsep.join(map(str, self.actors)),
            "ENTENTE_SYNTAX_MODEL": self.syntax_model,
            "DAGSTER_HOME": str(self.dagster),
            "DBT_TARGET_PATH": str(self.dbt_target),
            "DBT_LOG_PATH": str(self.logs),
            "DBT_PROFILES_DIR": str(self.dbt_project),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }

    def prepare(self) -> None:
        """Make the home's folders and Dagster's configuration, and point this process and its children at them.

        Raises SetupError where the home cannot be written.
        """
        try:
            for folder in (self.inbox, self.raw, self.work, self.staging, self.dagster, self.dbt_target, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
            _write_if_changed(self.dagster / "dagster.yaml", _DAGSTER_YAML.format(storage=self.dagster / "storage"))
        except OSError as error:
            raise SetupError(f"the home {self.home} cannot be written: {error.strerror} ({error.filename})") from error
        os.environ.update(self.environment())


def load(home: Path | None = None, actors: tuple[Path, ...] = ()) -> Settings:
    """Read the settings of `home` (default: ENTENTE_HOME, else `home/` in the project), with folders of `actors`.

    Raises SetupError with one line where a value is of no use.
    """
    given: dict[str, Any] = {} if home is None else {"home": home}
    if actors:
        given["actors"] = actors
    try:
        return Settings(**given)
    except ValidationError as error:
        name, why = slip(error, Settings.model_fields)
        raise SetupError(f"setting {name} (ENTENTE_{name.upper()} or {TOML}): {why}") from error
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{TOML} in the home cannot be read: {error}") from error


def slip(error: ValidationError, known: Iterable[str]) -> tuple[str, str]:
    """The setting that is wrong, and why; a mistyped name comes before what is missing without it."""
    errors = error.errors()
    unknown = next((found for found in errors if found["type"] == "extra_forbidden"), None)
    first = unknown or errors[0]
    name = ".".join(map(str, first["loc"])) or "settings"
    if unknown:
        meant = difflib.get_close_matches(name, known, 1)
        return name, f"there is no such setting{f'; is {meant[0]} meant?' if meant else ''}"
    return name, "it is needed" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")


def _write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        fresh.write_text(text)
        fresh.replace(path)


# A run that was killed leaves its pool slot claimed and its state "started".  The sensor and the next run end it, by
# the lock; max_runtime_seconds, longer than any run should be, is for what they cannot tell.
_DAGSTER_YAML = """\
# Written by entente; edit nothing here, it is renewed at every start.
telemetry: {{enabled: false}}
nux: {{enabled: false}}
storage: {{sqlite: {{base_dir: "{storage}"}}}}
concurrency: {{pools: {{default_limit: 1, granularity: op}}}}
run_monitoring: {{enabled: true, max_runtime_seconds: 86400, free_slots_after_run_end_seconds: 60}}
"""
