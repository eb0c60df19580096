"""Evidence: one relation with all that proves it, ready for the card."""

from dataclasses import dataclass
from datetime import date, datetime

from published.table import Cursor, rows


@dataclass(frozen=True, slots=True)
class Evidence:
    """One relation and its surroundings.  Offsets count code points of the article, also `sentence_start`."""

    relation_id: str
    article_id: str
    evidence: str
    sentence_start: int
    source_actor: str
    source_code: str | None
    source_start: int
    source_end: int
    target_actor: str
    target_code: str | None
    target_start: int
    target_end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    cameo_code: str
    event_type: str | None
    plover_type: str | None
    quad_class: str | None
    goldstein: float | None
    is_symmetric: bool
    status: str
    attributed_to: str | None
    third_parties: list[dict[str, str]]
    event_date_start: date | None
    event_date_end: date | None
    event_date_precision: str | None
    event_date_from: str | None
    event_date_text: str | None
    published_at: datetime | None
    title: str | None
    outlet: str | None
    url: str | None
    story_articles: int
    event_articles: int
    rule: str
    confidence: float
    coder_version: str
    dictionary_version: str


_CARDS = """
with chosen as (
    from facts where row_no in (select rowid from warehouse.main.relations where relation_id in $ids)
)
select
    relation_id, article_id, evidence, sentence_start, source_actor, source_code, source_start, source_end,
    target_actor, target_code, target_start, target_end, trigger, trigger_start, trigger_end, cameo_code, event_type,
    plover_type, quad_class, goldstein, is_symmetric, status, attributed_to, third_parties, event_date_start,
    event_date_end, event_date_precision, event_date_from, event_date_text, published_at, title, outlet, url,
    coalesce(story_articles, 1) as story_articles, coalesce(event_articles, 1) as event_articles, rule, confidence,
    coder_version, dictionary_version
from chosen
join (select article_id, url from articles) using (article_id)
join (select article_id, sentence_no, start_char as sentence_start from sentences) using (article_id, sentence_no)
left join (select cameo_code, name as event_type from event_types) using (cameo_code)
left join (select story_id, n_articles as story_articles from stories) using (story_id)
left join (select event_id, n_articles as event_articles from events) using (event_id)
order by list_position($ids, relation_id)
"""


def cards(con: Cursor, relation_ids: tuple[str, ...]) -> list[Evidence]:
    """The relations with these ids in this order; ids that do not exist are left out."""
    return [Evidence(**found) for found in rows(con, _CARDS, {"ids": list(relation_ids)})] if relation_ids else []
