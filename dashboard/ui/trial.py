"""A text read by the project's own coder, here and now, for the page where a reader tries a sentence.

Takes a text and its date; gives what the coder made of each sentence, its relations ready for the evidence card.  A
door from the dashboard to the pipeline: it reads the dictionary as it is now, and writes nothing.
"""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.queries.evidence import Evidence
from pipelines import settings
from pipelines.coder.coder import Coder, dictionary_version
from pipelines.coder.explain import Explained as Explained  # the page speaks of it
from pipelines.coder.explain import explained, names_of
from pipelines.coder.filter import whole_text
from pipelines.coder.syntax import SyntaxModelError
from pipelines.coder.types import Mention, Relation
from pipelines.tables import KnowledgeError
from published.table import Row


class NoCoderError(Exception):
    """The coder cannot be had here; the message is one line for the reader of the page."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A text that was read."""

    sentences: list[Explained]
    names: dict[str, str]  # of the actors it speaks of, by id
    coder_version: str
    dictionary_version: str

    def actor_of(self, mention: Mention) -> str:
        """Whom a mention names, in words; whom it may name where that is open."""
        if mention.actor_ids:
            return " and ".join(self.names[actor_id] for actor_id in mention.actor_ids)
        return "may be " + ", ".join(self.names[each] for each in mention.candidates) if mention.candidates else ""

    def evidence(self, told: Explained, relation: Relation, event_types: dict[str, Row]) -> Evidence:
        """A relation as the evidence card shows it; what only a warehouse knows is left empty."""
        kind = event_types.get(relation.cameo_code, {})
        when = relation.when
        return Evidence(
            relation_id="", article_id="", evidence=told.sentence.text, sentence_start=told.sentence.start,
            source_actor=self.names[relation.source_id], source_code=None,
            source_start=relation.source_span[0], source_end=relation.source_span[1],
            target_actor=self.names[relation.target_id], target_code=None,
            target_start=relation.target_span[0], target_end=relation.target_span[1],
            trigger=relation.trigger, trigger_start=relation.trigger_span[0], trigger_end=relation.trigger_span[1],
            cameo_code=relation.cameo_code, event_type=kind.get("name"), plover_type=kind.get("plover_type"),
            quad_class=kind.get("quad_class"), goldstein=kind.get("goldstein"), is_symmetric=relation.is_symmetric,
            status=relation.status,
            attributed_to=self.names[relation.attributed_to_id] if relation.attributed_to_id else None,
            third_parties=[
                {"actor_id": actor_id, "actor": self.names[actor_id], "role": role}
                for actor_id, role in relation.third_parties
            ],
            event_date_start=when.start, event_date_end=when.end, event_date_precision=when.precision,
            event_date_from=when.origin, event_date_text=when.text, published_at=None, title=None, outlet=None,
            url=None, story_articles=1, event_articles=1, rule=relation.rule, confidence=relation.confidence,
            coder_version=self.coder_version, dictionary_version=self.dictionary_version,
        )  # fmt: skip


@st.cache_resource(max_entries=1, show_spinner="Loading the coder …")
def _coder(_home: settings.Settings, dictionary: str, model: str) -> Coder:
    return Coder.load(_home.seeds, *_home.actor_folders, model=model)


def read(text: str, published: date | None) -> Trial:
    """What the coder makes of a text.  Raises NoCoderError where a part of it is missing or cannot be used."""
    try:
        home = settings.load()
        coder = _coder(home, dictionary_version(home.seeds, *home.actor_folders), home.syntax_model)
    except (settings.SetupError, KnowledgeError, SyntaxModelError, OSError) as error:
        raise NoCoderError(str(error)) from error
    coded, sentences = explained(coder, whole_text(text, published))
    return Trial(sentences, names_of(coder, coded), coder.coder_version, coder.dictionary_version)
