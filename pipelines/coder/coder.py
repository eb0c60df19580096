"""The coder's one entry point: a cleaned article in, mentions and relations out.

A pure function of the article and of the knowledge CSVs: no clock, no network, no order among articles.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.coder.layers import KEYS, has_tables
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.mentions import find_mentions
from pipelines.coder.patterns import Patterns
from pipelines.coder.readings import to_parse
from pipelines.coder.relations import find_relations
from pipelines.coder.syntax import Parse, Parser, load
from pipelines.coder.types import Article, Coded, Mention
from pipelines.versions import code_version

CODER_VERSION = f"1-{code_version(Path(__file__).parent)}"

MODEL = Path(__file__).parents[2] / "models" / "en_entente_ud"

KNOWLEDGE = (
    "actors",
    "aliases",
    "roles",
    "role_modifiers",
    "affiliations",
    "places",
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
    coder_version: str = CODER_VERSION

    @staticmethod
    def load(seeds: Path, *folders: Path, model: str | Path = MODEL) -> "Coder":
        """Read the knowledge CSVs of `seeds`, the user's actors in `folders`, and the syntactic model.

        Raises KnowledgeError for a table of actors or of events that cannot be used, SyntaxModelError for a model.
        """
        lexicon, patterns = load_lexicon(seeds, *folders), Patterns.load(seeds)
        return Coder(lexicon, patterns, load(model), dictionary_version(seeds, *folders))

    def code(self, article: Article) -> Coded:
        """Everything that `article` says: who is named, and who did what to whom."""
        found = find_mentions(article, self.lexicon)
        parses = self.parses(article, found.mentions)
        relations = find_relations(article, found.mentions, parses, self.lexicon, self.patterns)
        return Coded(
            article=article,
            mentions=tuple(found.mentions),
            met_actors=tuple(found.met_actors),
            name_sightings=tuple(found.name_sightings),
            relations=tuple(relations),
            n_candidate_sentences=len(parses),
        )

    def parses(self, article: Article, mentions: Sequence[Mention]) -> dict[int, Parse]:
        """The syntax of the sentences that may tell a relation, by their numbers."""
        wanted = to_parse(article, mentions, self.patterns)
        parses = self.parser.parse([sentence.text for sentence in wanted])
        return {sentence.no: parse for sentence, parse in zip(wanted, parses, strict=True)}


def dictionary_version(seeds: Path, *folders: Path) -> str:
    """16 hex: the hash of the knowledge CSVs, names and contents, and of those of the user's `folders` in their order.

    A table that `seeds` lacks raises FileNotFoundError.
    """
    digest = hashlib.sha256()
    for name in KNOWLEDGE:
        digest.update(name.encode() + b"\x1f" + (seeds / f"{name}.csv").read_bytes() + b"\x1e")
    for folder in filter(has_tables, folders):
        digest.update(b"\x1d")
        for path in (folder / f"{name}.csv" for name in KEYS):
            if path.is_file():
                digest.update(path.name.encode() + b"\x1f" + path.read_bytes() + b"\x1e")
    return digest.hexdigest()[:16]
