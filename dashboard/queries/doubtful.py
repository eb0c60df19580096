"""Doubtful relations: those that a person should look at first, and the words that name their ends."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from published.filters import Filters, condition
from published.table import Cursor, Row, row, rows, table

BIN = 0.05  # of confidence, in the histogram
# Why a relation is doubtful whatever its confidence.  The rule of what but one reading tells says which reading.
REASONS: dict[str, str] = {
    "one reading": "(starts_with(rule, 'tree-') or starts_with(rule, 'order-'))",
    "disputed": "event_id in (select event_id from events where is_disputed)",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Which relations: of a confidence from `least` to below `most` (1 is taken in), and for all of these reasons."""

    least: float = 0.0
    most: float = 1.0
    reasons: tuple[str, ...] = ()


def _where(filters: Filters, doubt: Doubt) -> tuple[str, dict[str, Any]]:
    where, values = condition(filters)
    parts = [
        where,
        "confidence >= $least and (confidence < $most or $most = 1)",
        *(REASONS[reason] for reason in doubt.reasons),
    ]
    return " and ".join(parts), values | {"least": doubt.least, "most": doubt.most}


def histogram(con: Cursor, filters: Filters) -> pa.Table:
    """Relations by confidence: least (of a bin of 0.05; the last one takes in 1), most, n_relations."""
    where, values = condition(filters)
    sql = f"""
    select least(floor(round(confidence / {BIN}, 6)), 1 / {BIN} - 1) * {BIN} as least, least + {BIN} as most,
        count(*) as n_relations
    from facts where {where} group by all order by least
    """
    return table(con, sql, values)


def count(con: Cursor, filters: Filters, doubt: Doubt) -> int:
    """How many relations are doubtful so."""
    where, values = _where(filters, doubt)
    return int(row(con, f"select count(*) as n from facts where {where}", values)["n"])


def relation_ids(con: Cursor, filters: Filters, doubt: Doubt, limit: int, offset: int) -> list[str]:
    """Ids of some of them, the least certain first."""
    where, values = _where(filters, doubt)
    sql = f"""
    select relation_id from facts where {where}
    order by confidence, published_at desc nulls last, relation_id limit $limit offset $offset
    """
    return [found["relation_id"] for found in rows(con, sql, values | {"limit": limit, "offset": offset})]


def ends(con: Cursor, relation_ids: tuple[str, ...]) -> list[Row]:
    """Who was taken for the ends of these relations, by which words: actor_id, surface, mention_type."""
    sql = """
    with chosen as (from relations where relation_id in (select unnest($ids))),
    spans as (
        select article_id, source_start as start_char, source_end as end_char from chosen
        union
        select article_id, target_start, target_end from chosen
    )
    select distinct actor_id, surface, mention_type
    from actor_mentions join spans using (article_id, start_char, end_char)
    where actor_id is not null order by all
    """
    return rows(con, sql, {"ids": list(relation_ids)})
