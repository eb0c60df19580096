"""The coder's one entry point: a cleaned article in, mentions and relations out.

A pure function of the article and of the knowledge CSVs: no clock, no network, no order among articles.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.coder.layers import KEYS, has_tables
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.mentions import LOCALITY, find_mentions
from pipelines.coder.patterns import Patterns
from pipelines.coder.readings import Reading, read_on
from pipelines.coder.relations import find_relations
from pipelines.coder.stretches import stretch
from pipelines.coder.syntax import Parse, Parser, load
from pipelines.coder.types import Article, Coded, Mention, Relation
from pipelines.versions import code_version

CODE = f"1-{code_version(Path(__file__).parent)}"

MODEL = Path(__file__).parents[2] / "models" / "en_entente_ud"

KNOWLEDGE = (
    "actors",
    "aliases",
    "roles",
    "role_modifiers",
    "affiliations",
    "places",
    "localities",
    "sectors",
    "reference_words",
    "event_types",
    "patterns",
    "event_shifts",
    "status_cues",
    "verbs",
    "grammar_words",
)


@dataclass(frozen=True)
class Coder:
    """Loaded knowledge; `code` may be called from many processes, each with its own Coder."""

    lexicon: Lexicon
    patterns: Patterns
    parser: Parser
    dictionary_version: str
    coder_version: str

    @staticmethod
    def load(seeds: Path, *folders: Path, model: str | Path = MODEL) -> "Coder":
        """Read the knowledge CSVs of `seeds`, the user's actors in `folders`, and the syntactic model.

        Raises KnowledgeError for a table of actors or of events that cannot be used, SyntaxModelError for a model.
        """
        lexicon, patterns = load_lexicon(seeds, *folders), Patterns.load(seeds)
        return Coder(lexicon, patterns, load(model), dictionary_version(seeds, *folders), coder_version(model))

    def code(self, article: Article) -> Coded:
        """Everything that `article` says: who is named, and who did what to whom."""
        return self.code_all([article])[0]

    def code_all(self, articles: Sequence[Article]) -> list[Coded]:
        """The same for many: the syntax of all their sentences is read together, which is faster."""
        found = [find_mentions(article, self.lexicon) for article in articles]
        read = [read_on(*each, self.patterns) for each in zip(articles, (f.mentions for f in found), strict=True)]
        coded = []
        for article, each, here, parses in zip(articles, found, read, self.parses(articles, read), strict=True):
            relations = tuple(find_relations(article, each.mentions, here, parses, self.lexicon, self.patterns))
            coded.append(
                Coded(
                    article=article,
                    mentions=tuple(_telling(each.mentions, relations)),
                    met_actors=tuple(each.met_actors),
                    name_sightings=tuple(each.name_sightings),
                    relations=relations,
                    n_candidate_sentences=len(here),
                )
            )
        return coded

    def parses(self, articles: Sequence[Article], read: Sequence[Mapping[int, Reading]]) -> list[dict[int, Parse]]:
        """For each article the syntax of what is worth it in the sentences `read`, by their numbers."""
        wanted = [
            [(s, span) for s in article.sentences if s.no in here and (span := stretch(s, here[s.no], self.patterns))]
            for article, here in zip(articles, read, strict=True)
        ]
        parses = iter(self.parser.parse([sentence.text[slice(*span)] for each in wanted for sentence, span in each]))
        return [{sentence.no: next(parses).moved(start) for sentence, (start, _) in each} for each in wanted]


def _telling(mentions: Sequence[Mention], relations: Sequence[Relation]) -> Iterator[Mention]:
    """The mentions without the towns and regions in which nothing happened to their country: those name no actor."""
    ends = {span for relation in relations for span in (relation.source_span, relation.target_span)}
    return (m for m in mentions if m.resolved_by != LOCALITY or (m.start, m.end) in ends)


@cache
def coder_version(model: str | Path = MODEL) -> str:
    """The version of the coder's code and of its syntactic model: of a folder its contents, of a name its release."""
    folder, digest = Path(model), hashlib.sha256()
    if folder.is_dir():
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(str(path.relative_to(folder)).encode() + b"\x1f" + path.read_bytes() + b"\x1e")
    else:
        with suppress(PackageNotFoundError):
            digest.update(f"{model}\x1f{version(str(model))}".encode())
    return f"{CODE}-{digest.hexdigest()[:8]}"


def dictionary_version(seeds: Path, *folders: Path) -> str:
    """16 hex: the hash of the knowledge CSVs, names and contents, and of those of the user's `folders` in their order.

    A table that `seeds` lacks raises FileNotFoundError.
    """
    digest = hashlib.sha256()
    for layer, path in knowledge_files(seeds, *folders):
        digest.update(f"{layer}\x1f{path.name}\x1f".encode() + path.read_bytes() + b"\x1e")
    return digest.hexdigest()[:16]


def knowledge_files(seeds: Path, *folders: Path) -> Iterator[tuple[int, Path]]:
    """The knowledge CSVs, each with its layer: 0 for those of `seeds`, from 1 on for the user's `folders`."""
    yield from ((0, seeds / f"{name}.csv") for name in KNOWLEDGE)
    for layer, folder in enumerate(filter(has_tables, folders), 1):
        yield from ((layer, path) for name in KEYS if (path := folder / f"{name}.csv").is_file())
