"""Working databases for the models: one filled by hand with a few reports, one with empty tables, each built once."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from pipelines.coder.layers import actor_records, affiliation_records, read_layers
from pipelines.warehouse.schema import DICTIONARY_TABLES, RAW_TABLES, create

PROJECT = Path(__file__).parents[2] / "dbt_project"
NOON = 12
SILENT = ("--quiet", "--log-level-file", "none", "--no-write-json")


def bundled() -> dict[str, list[dict[str, Any]]]:
    """The dictionary, as the coding step loads it."""
    tables = read_layers(PROJECT.parent / "seeds")
    return {"actors": actor_records(tables), "affiliations": affiliation_records(tables)}


@dataclass
class Desk:
    """Writes reports into the raw tables of a working database as the cleaner and the coder would."""

    database: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in RAW_TABLES} | bundled())

    def article(
        self, article_id: str, *sentences: str, published: date | None = None, source: str | None = None
    ) -> None:
        """One paragraph per sentence, the first of them the title."""
        text, fetched = "\n\n".join(sentences), datetime(2023, 8, 1, tzinfo=UTC)
        at = datetime(published.year, published.month, published.day, NOON, tzinfo=UTC) if published else None
        self.rows["articles"].append(
            {
                "article_id": article_id, "document_id": f"d-{article_id}", "uri": f"inbox:{article_id}.txt",
                "source": source, "title": sentences[0], "language": "en", "published_at": at,
                "published_precision": "day" if at else None, "published_from": "header_line" if at else None,
                "fetched_at": fetched, "text": text, "body_start": len(sentences[0]) + 2, "n_sentences": len(sentences),
                "is_truncated": False, "content_sha256": f"sha-{article_id}", "text_sha256": f"text-{article_id}",
                "cleaner_version": "1",
            }
        )  # fmt: skip
        self.version(article_id, f"inbox:{article_id}.txt", f"text-{article_id}")
        start = 0
        for number, sentence in enumerate(sentences):
            self.rows["sentences"].append(
                {
                    "article_id": article_id, "sentence_no": number, "paragraph_no": number,
                    "part": "body" if number else "title", "start_char": start, "end_char": start + len(sentence),
                    "text": sentence, "is_complete": True,
                }
            )  # fmt: skip
            start += len(sentence) + 2
        self.rows["coded_articles"].append(
            {
                "article_id": article_id, "content_sha256": f"sha-{article_id}", "coder_version": "1",
                "dictionary_version": "1", "n_sentences": len(sentences), "n_candidate_sentences": 1,
            }
        )  # fmt: skip

    def version(self, article_id: str, uri: str, text_sha256: str, hour: int = 0) -> None:
        """A document that is a version of an article."""
        known = {"document_id": f"d-{article_id}-{hour}" if hour else f"d-{article_id}", "uri": uri}
        known["fetched_at"] = datetime(2023, 8, 1, hour, tzinfo=UTC)
        content = {"content_sha256": f"sha-{article_id}-{hour}" if hour else f"sha-{article_id}", "size_bytes": 1}
        self.rows["documents"].append(known | content)
        version = {"article_id": article_id, "text_sha256": text_sha256, "cleaner_version": "1"}
        self.rows["article_versions"].append(known | version)

    def span(self, article_id: str, sentence_no: int, surface: str) -> tuple[int, int]:
        """Where the words stand in the article's text."""
        sentence = next(
            row
            for row in self.rows["sentences"]
            if (row["article_id"], row["sentence_no"]) == (article_id, sentence_no)
        )
        start = sentence["start_char"] + sentence["text"].index(surface)
        return start, start + len(surface)

    def mention(self, article_id: str, sentence_no: int, surface: str, actor_id: str | None, *candidates: str) -> None:
        start, end = self.span(article_id, sentence_no, surface)
        mention_id = f"m-{article_id}-{start}"
        self.rows["mentions"].append(
            {
                "mention_id": mention_id, "article_id": article_id, "sentence_no": sentence_no, "start_char": start,
                "end_char": end, "surface": surface, "mention_type": "name", "actor_id": actor_id,
                "resolved_by": "dictionary", "confidence": 0.9,
            }
        )  # fmt: skip
        for position, candidate in enumerate(candidates):
            row = {"mention_id": mention_id, "article_id": article_id, "position": position, "actor_id": candidate}
            self.rows["mention_candidates"].append(row)

    def relation(
        self, article_id: str, sentence_no: int, source: tuple[str, str], trigger: tuple[str, str],
        target: tuple[str, str], *, day: date | None = None, **more: Any,
    ) -> str:  # fmt: skip
        """`source` and `target` are (words, actor id), `trigger` is (words, CAMEO code)."""
        (source_start, source_end), (target_start, target_end), (trigger_start, trigger_end) = (
            self.span(article_id, sentence_no, words) for words, _ in (source, target, trigger)
        )
        relation_id = f"r-{article_id}-{trigger_start}"
        self.rows["relations"].append(
            {
                "relation_id": relation_id, "article_id": article_id, "sentence_no": sentence_no,
                "source_actor_id": source[1], "source_start": source_start, "source_end": source_end,
                "target_actor_id": target[1], "target_start": target_start, "target_end": target_end,
                "trigger": trigger[0], "trigger_start": trigger_start, "trigger_end": trigger_end,
                "cameo_code": trigger[1], "is_symmetric": False, "status": "actual", "event_date_start": day,
                "event_date_end": day, "event_date_precision": "day" if day else None,
                "event_date_from": "text" if day else None, "rule": "test", "confidence": 0.8, **more,
            }
        )  # fmt: skip
        return relation_id

    def write(self) -> Path:
        """Make the database with all raw tables and these rows."""
        with duckdb.connect(str(self.database)) as con:
            create(con)
            for name, schema in RAW_TABLES.items():
                rows = pa.Table.from_pylist(self.rows[name], schema=schema)
                con.register("incoming", rows)
                con.execute(f"insert into raw.{name} by name select * from incoming")
        return self.database


@dataclass
class Dbt:
    """dbt in this process, with one parse for all commands."""

    target: Path
    manifest: Manifest

    def run(self, database: Path, *arguments: str) -> dbtRunnerResult:
        return invoke(database, self.target, *arguments, manifest=self.manifest)


def invoke(database: Path, target: Path, *arguments: str, manifest: Manifest | None = None) -> dbtRunnerResult:
    """One dbt command; afterwards the database is closed, which dbt itself leaves open."""
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(target)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTENTE_WORK_DB", str(database))
        try:
            return dbtRunner(manifest=manifest).invoke([*arguments, *folders, *SILENT])
        finally:
            DuckDBConnectionManager.close_all_connections()


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    target = tmp_path_factory.mktemp("dbt_target")
    parsed = invoke(target / "work.duckdb", target, "parse")  # the file's name stands in every parsed query
    assert parsed.success, parsed.exception
    assert isinstance(parsed.result, Manifest)
    return Dbt(target, parsed.result)


@pytest.fixture(scope="session")
def manifest(dbt: Dbt) -> Manifest:
    return dbt.manifest


@pytest.fixture(scope="session")
def work_db(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five reports of July 2023: a visit told twice, talks told from both sides, a denial, a plan, an old war."""
    desk = Desk(tmp_path_factory.mktemp("work") / "work.duckdb")
    iran, egypt, shah = "cty:IRN", "cty:EGY", "met:0000000000000001"
    visit = ("Iran sent an envoy to Egypt on Wednesday 🕊️.", ("Iran", iran), ("sent an envoy", "042"), ("Egypt", egypt))
    # an accent as a sign of its own and an emoji of several: offsets count code points, not what the eye sees
    title = "A visit of Ge\u0301rard, no 👨‍👩‍👧 trip"
    for article_id, day, source in (("a1", date(2023, 7, 20), "Wire"), ("a2", date(2023, 7, 21), "Daily")):
        desk.article(article_id, title, visit[0], published=day, source=source)
        desk.relation(article_id, 1, *visit[1:], day=date(2023, 7, 19))
        desk.mention(article_id, 1, "Iran", iran)
        desk.mention(article_id, 1, "Egypt", egypt)
    desk.rows["near_duplicates"].append({"article_id": "a2", "other_id": "a1", "overlap": 0.97})
    desk.article(
        "b1",
        "Egypt met Iran in Muscat",
        "Iran denied that it threatened Egypt.",
        published=date(2023, 7, 24),
        source="Wire",
    )
    talks = desk.relation(
        "b1", 0, ("Egypt", egypt), ("met", "046"), ("Iran", iran), day=date(2023, 7, 23), is_symmetric=True
    )
    desk.rows["relation_third_parties"] += [
        {"relation_id": talks, "article_id": "b1", "position": 1, "actor_id": "cty:OMN", "role": "venue"},
        {"relation_id": talks, "article_id": "b1", "position": 0, "actor_id": "cty:CHN", "role": "mediator"},
    ]
    desk.relation(
        "b1", 1, ("Iran", iran), ("threatened", "130"), ("Egypt", egypt), day=date(2023, 7, 24), status="negated"
    )
    desk.article("c1", "Iran held talks with Egypt", "The Shah will visit Egypt.", published=date(2023, 7, 25))
    desk.relation(
        "c1", 0, ("Iran", iran), ("held talks", "046"), ("Egypt", egypt), day=date(2023, 7, 23), is_symmetric=True
    )
    desk.relation("c1", 1, ("The Shah", shah), ("will visit", "042"), ("Egypt", egypt), status="planned")
    desk.mention("c1", 1, "The Shah", shah)
    desk.rows["met_actors"].append(
        {
            "article_id": "c1", "actor_id": shah, "actor": "The Shah", "kind": "person", "country": "IRN",
            "sector": "ELI",
        }
    )  # fmt: skip
    desk.article("d1", "Iraq fought Iran in 1980", "Kim watched Zorba.")
    desk.relation(
        "d1", 0, ("Iraq", "cty:IRQ"), ("fought", "190"), ("Iran", iran),
        event_date_start=date(1980, 1, 1), event_date_end=date(1980, 12, 31), event_date_precision="year",
        event_date_from="text", event_date_text="in 1980",
    )  # fmt: skip
    desk.mention("d1", 1, "Kim", None, "per:PRK-kim-jong-un", "per:PRK-kim-jong-il")
    start, end = desk.span("d1", 1, "Zorba")
    desk.rows["name_sightings"].append(
        {
            "article_id": "d1",
            "sentence_no": 1,
            "start_char": start,
            "end_char": end,
            "surface": "Zorba",
            "likely_kind": "none",
        }
    )
    desk.rows["rejections"].append(
        {
            "uri": "inbox:empty.txt", "content_sha256": "e3b0", "reason": "empty", "size_bytes": 0,
            "seen_at": datetime(2023, 8, 1, tzinfo=UTC),
        }
    )  # fmt: skip
    desk.rows["builds"].append(
        {
            "run_id": "run-1", "built_at": datetime(2023, 8, 1, 9, 30, tzinfo=UTC), "coder_version": "1",
            "dictionary_version": "1", "cleaner_version": "1",
        }
    )  # fmt: skip
    for level, floor in (("pair", 0.6), ("type", None)):
        desk.rows["coder_scores"].append(
            {
                "part": "dev", "level": level, "facet": "all", "member": "all", "n_gold": 4, "n_found": 2,
                "precision": 1.0, "recall": 0.5, "score": 0.667, "floor": floor, "coder_version": "1",
                "dictionary_version": "1",
            }
        )  # fmt: skip
    return built(dbt, desk.write())


@pytest.fixture(scope="session")
def empty_db(dbt: Dbt, work_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same home with every document taken out again."""
    database = tmp_path_factory.mktemp("empty") / "work.duckdb"
    shutil.copyfile(work_db, database)
    with duckdb.connect(str(database)) as con:
        for table in set(RAW_TABLES) - set(DICTIONARY_TABLES):
            con.execute(f"delete from raw.{table}")
    return built(dbt, database, "--select", "staging", "intermediate", "marts", "views", "--exclude", "test_type:unit")


def built(dbt: Dbt, database: Path, *arguments: str) -> Path:
    done = dbt.run(database, "build", *arguments)
    wrong = [result for result in getattr(done.result, "results", []) if result.status in ("error", "fail", "warn")]
    told = "\n".join(f"{result.node.name}: {result.message}" for result in wrong) or str(done.exception)
    assert done.success and not wrong, told  # the bundled knowledge must not even warn
    return database
