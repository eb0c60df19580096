"""Actor: what one party did, what was done to it, under which names it was found, and what it brokered.

A party is a country (with everyone who acts for it), an organisation or a single actor, as on the Dyad page.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from dashboard.queries import overview
from dashboard.queries.dyad import LEVELS, told
from published import ledger
from published.filters import GRAINS, Filters, Period, condition
from published.table import Cursor, Row, column, row, rows, table

FOUND, LISTED = 50, 30  # names in a search, rows in a listing


@dataclass(frozen=True, slots=True)
class Party:
    """One party; `level` says whether it is a country or organisation (party) or a single actor (actor)."""

    level: str
    party: str

    def condition(self) -> tuple[str, dict[str, Any]]:
        """The SQL condition over the ledger, and its values."""
        source, target = LEVELS[self.level]
        return f"({source} = $party or {target} = $party)", {"party": self.party}

    def side(self, side: str) -> str:
        """The SQL condition that it acted (sent) or was acted upon (received); what is mutual is both."""
        ends = LEVELS[self.level]
        own, other = ends if side == "sent" else ends[::-1]
        return f"({own} = $party or (is_symmetric and {other} = $party))"


def totals(con: Cursor, filters: Filters, party: Party) -> Row:
    """Relations, stories, events, those sent and those received (what is mutual in both), undated relations."""
    where, values = condition(filters)
    own, end = party.condition()
    sql, more = told(filters, party.level, own)
    sql = f"""
    {sql}
    select relations, stories, events, sent, received, undated
    from (
        select
            count(*) as relations, different(story_no) as stories, count(*) filter (event_date_start is null) as undated
        from ledger where {where} and {own}
    ), (
        select
            count(*) as events,
            count(*) filter ({party.side("sent")}) as sent,
            count(*) filter ({party.side("received")}) as received
        from happened
    )
    """
    return row(con, sql, values | more | end)


def over_time(con: Cursor, filters: Filters, party: Party, grain: str, since: date | None) -> pa.Table:
    """Events by side, period and class: direction (sent, received), period, quad_class, n_events."""
    own, end = party.condition()
    sql, values = told(filters, party.level, own)
    drawn = "quad_class is not null and event_days <= $days and ($since is null or event_date_start >= $since)"
    sides = " union all ".join(
        f"""
        select '{side}' as direction, cast(date_trunc('{grain}', event_date_start) as date) as period, quad_class
        from happened where {drawn} and {party.side(side)}
        """
        for side in ("sent", "received")
    )
    sql = f"""
    {sql}
    select direction, period, quad_class, count(*) as n_events from ({sides})
    group by all order by direction desc, period, quad_class
    """
    return table(con, sql, values | end | {"days": GRAINS[grain], "since": since})


def not_drawn(con: Cursor, filters: Filters, party: Party, grain: str, since: date | None) -> Row:
    """The party's events that a chart of this grain leaves out: undated, coarse, older (as `overview.not_drawn`)."""
    own, end = party.condition()
    sql, values = told(filters, party.level, own)
    return overview.not_drawn_of(con, sql, values | end, grain, since)


def _evidence(filters: Filters, party: Party, period: Period | None, side: str | None) -> tuple[str, dict[str, Any]]:
    where, values = condition(filters)
    own, end = party.condition()
    parts = [where, party.side(side) if side else own]
    if period:
        parts.append(f"cast(date_trunc('{period.grain}', event_date_start) as date) = $period")
        parts.append("event_days <= $days and status in $counted")
        values |= {"period": period.start, "days": GRAINS[period.grain], "counted": list(filters.counted)}
    return " and ".join(parts), values | end


def n_relations(
    con: Cursor, filters: Filters, party: Party, period: Period | None = None, side: str | None = None
) -> int:
    """How many relations the party has; `period` and `side` narrow to one bar's events."""
    where, values = _evidence(filters, party, period, side)
    return int(row(con, f"select count(*) as n from ledger where {where}", values)["n"])


def relation_ids(
    con: Cursor,
    filters: Filters,
    party: Party,
    period: Period | None = None,
    side: str | None = None,
    limit: int = 10,
    offset: int = 0,
) -> list[str]:
    """Ids of some of them, newest first, undated last."""
    where, values = _evidence(filters, party, period, side)
    chosen = f"""
    select row_no from ledger where {where}
    order by event_date_start desc nulls last, published_at desc nulls last, confidence desc, row_no
    limit $limit offset $offset
    """
    return ledger.relation_ids(con, chosen, values | {"limit": limit, "offset": offset})


# A mention is one of a country where its actor was of that country on the day of publication.
_MENTIONED = {"party": "coalesce(mentions.country, mentions.actor_id) = $party", "actor": "mentions.actor_id = $party"}
# The actors that a party is, by their own country: what stands in tables without a day.
_MEMBERS = {"party": "coalesce(country, actor_id) = $party", "actor": "actor_id = $party"}


def found(con: Cursor, level: str, search: str) -> dict[str, str]:
    """Parties whose name holds the text, the most mentioned first: id -> name."""
    party, among = "actor_id", "true"
    if level == "party":
        party = "if(kind = 'country', country, actor_id)"
        among = "country is null or kind = 'country'"
    sql = f"""
    select {party} as party, actor as label from actors
    where contains(lower(actor), lower($search)) and ({among})
    order by n_mentions desc, actor, party limit {FOUND}
    """
    return {row["party"]: row["label"] for row in rows(con, sql, {"search": search.strip()})}


def name_of(con: Cursor, party: str) -> str | None:
    """What a party is called; None where nothing has this id."""
    named = table(con, "select min(label) as label from parties where party = $party", {"party": party})
    label: str | None = column(named, "label")[0]
    return label


def profile(con: Cursor, party: Party) -> Row | None:
    """What the dictionary knows of it, of a country its own entry: a row of `actors`; None where it has none."""
    own = "actor_id = $party or (kind = 'country' and country = $party)"
    told = rows(con, f"select * from actors where {own} order by actor_id limit 1", {"party": party.party})
    return told[0] if told else None


def codes(con: Cursor, party: Party) -> pa.Table:
    """Its country, sector and code on the days of its mentions, the latest last; with first, last, n_mentions."""
    sql = f"""
    select
        mentions.country, mentions.sector, mentions.cameo_code, cast(min(published_at) as date) as first,
        cast(max(published_at) as date) as last, count(*) as n_mentions
    from actor_mentions as mentions join articles using (article_id)
    where {_MENTIONED[party.level]} and coalesce(mentions.country, mentions.sector, mentions.cameo_code) is not null
    group by all order by last nulls first, first, n_mentions desc limit {LISTED}
    """
    return table(con, sql, {"party": party.party})


def names(con: Cursor, party: Party) -> pa.Table:
    """The words by which it was named, the most frequent first: surface, mention_type, resolved_by, n_mentions."""
    sql = f"""
    select surface, mention_type, replace(resolved_by, '_', ' ') as resolved_by, count(*) as n_mentions
    from actor_mentions as mentions where {_MENTIONED[party.level]}
    group by all order by n_mentions desc, surface, mention_type, resolved_by limit {LISTED}
    """
    return table(con, sql, {"party": party.party})


def mentions(con: Cursor, party: Party, surface: str | None = None, limit: int = 5) -> list[Row]:
    """Where it was named last, by these words if given, once in a story.

    text, sentence_start, start_char, end_char, surface, mention_type, actor, resolved_by, article_id, title, outlet,
    published_at.
    """
    sql = f"""
    with newest as (
        select mentions.*, title, source as outlet, published_at, story_id
        from actor_mentions as mentions join articles using (article_id)
        where {_MENTIONED[party.level]} and ($surface is null or surface = $surface)
        order by published_at desc nulls last, article_id, sentence_no, start_char limit 20 * $limit
    ),
    latest as (
        from newest
        qualify row_number() over (
            partition by story_id order by published_at nulls last, article_id, sentence_no, start_char
        ) = 1
        order by published_at desc nulls last, article_id limit $limit
    )
    select
        text, sentences.start_char as sentence_start, latest.start_char, latest.end_char, surface, mention_type, actor,
        replace(resolved_by, '_', ' ') as resolved_by, latest.article_id, title, outlet, published_at
    from latest join sentences using (article_id, sentence_no)
    order by published_at desc nulls last, latest.article_id
    """
    return rows(con, sql, {"party": party.party, "surface": surface, "limit": limit})


def partners(con: Cursor, filters: Filters, party: Party, limit: int = 10) -> pa.Table:
    """With whom it deals most, whatever the direction: partner, partner_name, quad_class, n_events, n_pair."""
    own, end = party.condition()
    source, target = LEVELS[party.level]
    sql, values = told(filters, party.level, f"{own} and {source} <> {target}")
    sql = f"""
    {sql},
    paired as (
        select if({source} = $party, {target}, {source}) as partner, quad_class
        from happened where quad_class is not null
    ),
    top as (select partner, count(*) as n_pair from paired group by partner order by n_pair desc, partner limit $limit)
    select
        partner, coalesce(label, partner) as partner_name, paired.quad_class, count(*) as n_events, top.n_pair
    from paired join top using (partner) left join parties on parties.party = partner
    group by all order by n_pair desc, partner, quad_class
    """
    return table(con, sql, values | end | {"limit": limit})


def brokered(con: Cursor, party: Party, limit: int | None = LISTED) -> pa.Table:
    """Between whom it mediated, hosted or lent the venue, by the rule of `brokers`.

    role, a, b, a_name, b_name, n_events; events that happened, the most frequent pair first.
    """
    sql = f"""
    with own as (select list(actor_id) as ids from actors where {_MEMBERS[party.level]}),
    parts as (
        select unnest(third_parties) as third_party, event_id
        from relations
        where len(third_parties) > 0
            and list_has_any([third.actor_id for third in third_parties], (select ids from own))
    ),
    pairs as (
        select distinct
            third_party.role as role, event_id, least(source_actor_id, target_actor_id) as a,
            greatest(source_actor_id, target_actor_id) as b
        from parts join (
            select event_id, source_actor_id, target_actor_id from events where status = 'actual'
        ) using (event_id)
        where list_contains((select ids from own), third_party.actor_id)
    )
    select role, a, b, coalesce(one.label, a) as a_name, coalesce(two.label, b) as b_name, count(*) as n_events
    from pairs
    left join parties as one on one.party = a
    left join parties as two on two.party = b
    group by all order by n_events desc, role, a, b limit $limit
    """
    return table(con, sql, {"party": party.party, "limit": limit})
