"""What the README says holds: its queries answer, and its commands, targets, paths, settings and tables exist."""

import re
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.settings import Settings
from pipelines.sources.listing import read as read_sources

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
QUERIES = re.findall(r"^### (.+?)\n+```sql\n(.*?)^```$", README, re.M | re.S)
# Code between single backticks, outside the fenced blocks.
SPANS = re.findall(r"`([^`\n]+)`", FENCE.sub("", README))
SHELL = "\n".join(body for language, body in FENCE.findall(README) if language == "sh")
# The contract: tables and views that users, exports and dashboards rely on.
TABLES = {
    "articles",
    "sentences",
    "actors",
    "actor_mentions",
    "relations",
    "events",
    "dyad_weeks",
    "actor_weeks",
    "stories",
    "unknown_names",
    "rejected_documents",
    "outcomes",
    "outcome_days",
    "source_health",
    "event_types",
    "countries",
    "actor_codes",
    "coder_quality",
    "build_info",
    "gdelt_events",
    "gdelt_mentions",
    "plover_events",
}


def said(text: str, program: str) -> list[list[str]]:
    """Each call of a program in a text, as its words up to a comment or a pipe."""
    return [line.split() for line in re.findall(rf"(?:^|[|(] ?){program}\b(?!\.)([^#|\n`]*)", text, re.M)]


CALLS = said(SHELL, "entente") + [words for span in SPANS for words in said(span, "entente")]
TARGETS = {words[0] for words in said(SHELL, "make") + [w for span in SPANS for w in said(span, "make")] if words}


def test_there_are_ten_queries() -> None:
    assert len(QUERIES) == 10
    assert all(heading.endswith("?") for heading, _ in QUERIES)


@pytest.mark.parametrize(("heading", "sql"), QUERIES, ids=[heading for heading, _ in QUERIES])
def test_query_answers_on_the_samples(sample_db: duckdb.DuckDBPyConnection, heading: str, sql: str) -> None:
    rows = sample_db.cursor().execute(sql).fetchall()
    assert rows, f"no row answers: {heading}"
    assert any(value is not None for row in rows for value in row)


def test_sql_blocks_stand_under_a_question() -> None:
    assert [language for language, _ in FENCE.findall(README)].count("sql") == len(QUERIES)


def test_commands_exist() -> None:
    assert isinstance(main, click.Group)
    assert {words[0] for words in CALLS if words and not words[0].startswith("-")} == set(main.commands)


def test_options_exist() -> None:
    top = options(main)
    for words in CALLS:
        known = top | options(*called(words))
        assert [word for word in words if word.startswith("--") and word not in known] == [], words
    bare = {span.split()[0] for span in SPANS if span.startswith("--")}
    assert bare <= options(*every_command(main))


def called(words: list[str]) -> list[click.Command]:
    """The command and subcommands that a call names."""
    found: list[click.Command] = [main]
    for word in words:
        group = found[-1]
        if not isinstance(group, click.Group) or word.startswith("-"):
            break
        assert word in group.commands, words
        found.append(group.commands[word])
    return found


def every_command(command: click.Command) -> list[click.Command]:
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *(found for one in below for found in every_command(one))]


def options(*commands: click.Command) -> set[str]:
    return {"--help"} | {option for command in commands for parameter in command.params for option in parameter.opts}


def test_make_targets_exist() -> None:
    rules = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert {"run", "test"} <= TARGETS <= rules


def test_paths_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", README) if "://" not in link and not link.startswith("#")]
    tops = {path.name for path in ROOT.iterdir()} - {"home"}
    paths = [
        span
        for span in SPANS
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span) and "/" in span and span.split("/")[0] in tops
    ]
    assert len(paths) >= 10
    assert [path for path in [*paths, *links] if not (ROOT / path).exists()] == []


def test_settings_exist() -> None:
    known = {f"ENTENTE_{name.upper()}" for name in Settings.model_fields} | {"ENTENTE_DB"}
    mentioned = set(re.findall(r"ENTENTE_[A-Z_]+", README))
    assert "ENTENTE_HOME" in mentioned
    assert mentioned <= known


def test_the_sources_shown_are_as_sources_may_be(tmp_path: Path) -> None:
    shown = [body for language, body in FENCE.findall(README) if language == "toml"]
    assert shown
    for n, body in enumerate(shown):
        path = tmp_path / f"{n}.toml"
        path.write_text(body)
        assert read_sources(path)


def test_tables_are_the_contract_and_are_described(sample_db: duckdb.DuckDBPyConnection) -> None:
    published = {
        name
        for (name,) in sample_db.execute(
            "select table_name from information_schema.tables where table_schema = 'main'"
        ).fetchall()
    }
    described = set(re.findall(r"^\| `(\w+)` \| .{10,}", README, re.M))
    assert published >= TABLES
    assert described >= TABLES
    assert {name for name in published if f"`{name}`" not in README} == set()


def test_the_number_of_samples_is_right() -> None:
    told = re.search(r"The samples are (\d+) short articles in `seeds/articles/`", README)
    assert told
    assert int(told[1]) == len(list((ROOT / "seeds" / "articles").iterdir()))


def test_the_explained_sentence_comes_out_as_shown(tmp_path: Path) -> None:
    example = re.search(r"^echo '(.+)' \| entente code --explain\n```\n+```text\n(.+?)```$", README, re.M | re.S)
    assert example
    line, shown = example.groups()
    told = CliRunner().invoke(main, ["code", "--explain", "--home", str(tmp_path)], input=line).output.splitlines()
    for expected in filter(None, shown.splitlines()):
        assert any(found.startswith(expected.removesuffix("...")) for found in told), expected


def test_the_helpers_would_notice() -> None:
    assert said("make run  # x\nmake test", "make") == [["run"], ["test"]]
    assert said("echo '{}' | entente code\nentente run --from x # later", "entente") == [
        ["code"],
        ["run", "--from", "x"],
    ]


def test_every_picture_is_there_and_taken_by_the_make_target() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\((docs/pictures/[\w-]+\.png)\)", README))
    taken = set(re.findall(r'^    "([\w-]+)": \(', (ROOT / "scripts" / "pictures.py").read_text(), re.M))
    assert shown == {f"docs/pictures/{name}.png" for name in taken}
    assert all((ROOT / path).stat().st_size for path in shown)
