"""How well the coder reads its gold, and what of the input it took in."""

import pyarrow as pa

from dashboard.queries.rejected import how_many
from published.table import Cursor, Row, row, rows, table

READ_ON = "n_sentences_read_on"  # a column that older files lack


def parts(con: Cursor) -> list[Row]:
    """The parts of the gold, the hardest first: part, n_events, n_silent, n_kept_silent, silence_floor and versions.

    Silent are the sentences without an event, kept silent those in which nothing was found.
    """
    return rows(
        con,
        """
        select
            part,
            coalesce(max(n_gold) filter (level = 'pair'), 0) as n_events,
            max(n_gold) filter (level = 'silence') as n_silent,
            cast(round(max(n_gold * score) filter (level = 'silence')) as integer) as n_kept_silent,
            max(floor) filter (level = 'silence') as silence_floor,
            max(coder_version) as coder_version,
            max(dictionary_version) as dictionary_version
        from coder_quality where facet = 'all'
        group by part order by max(score) filter (level = 'pair'), part
        """,
    )


def levels(con: Cursor, part: str) -> pa.Table:
    """One part as a whole, a row for pair, type, status, when: level, f1, precision, recall, floor, n_gold, n_found."""
    return table(
        con,
        """
        select level, score as f1, precision, recall, floor, n_gold, n_found from coder_quality
        where part = $part and facet = 'all' and level in ('pair', 'type', 'status', 'when')
        order by list_position(['pair', 'type', 'status', 'when'], level)
        """,
        {"part": part},
    )


def members(con: Cursor, facet: str) -> pa.Table:
    """The scores of one facet, the members with most events first; facet `all`: every level of every part."""
    name = "level" if facet == "all" else "replace(member, '_', ' ')"
    sql = f"""
    select {name} as member, part, n_gold, n_found, score, precision, recall from coder_quality
    where facet = $facet order by n_gold desc, member, part
    """
    return table(con, sql, {"facet": facet})


def taken_in(con: Cursor) -> Row:
    """What became of the input: articles, coded, sentences, read_on, mentions, resolved, rejected.

    `coded` and `read_on` are None where the file is too old to tell.
    """
    told = READ_ON in con.table("articles").columns
    counts = f"count({READ_ON}) as coded, coalesce(sum({READ_ON}), 0)" if told else "null as coded, null"
    return row(
        con,
        f"""
        select
            count(*) as articles, {counts} as read_on, coalesce(sum(n_sentences), 0) as sentences,
            (select count(*) from actor_mentions) as mentions,
            (select count(actor_id) from actor_mentions) as resolved,
            (select {how_many(con)} from rejected_documents) as rejected
        from articles
        """,
    )


def mentions(con: Cursor) -> pa.Table:
    """Mentions of actors by kind, the most frequent kind first: mention_type, resolved, unresolved."""
    return table(
        con,
        """
        select mention_type, count(actor_id) as resolved, count(*) - count(actor_id) as unresolved
        from actor_mentions group by mention_type order by count(*) desc, mention_type
        """,
    )


def reasons(con: Cursor) -> pa.Table:
    """Inputs that became no article: reason, n_inputs."""
    return table(
        con,
        f"""
        select replace(reason, '_', ' ') as reason, {how_many(con)} as n_inputs from rejected_documents
        group by all order by n_inputs desc, reason
        """,
    )


def outcomes(con: Cursor) -> pa.Table:
    """What became of the inputs of each source, most inputs first: source, outcome, reason, n_inputs, n_flagged, last.

    Empty where the file is too old to tell.
    """
    return table(
        con,
        """
        with counted as (
            select
                coalesce(source_name, 'inbox and folders') as source, outcome, replace(reason, '_', ' ') as reason,
                cast(sum(n_inputs) as bigint) as n_inputs, cast(sum(n_flagged) as bigint) as n_flagged,
                max(seen_on) as last
            from outcome_days group by all
        )
        from counted order by sum(n_inputs) over (partition by source) desc, source, n_inputs desc, outcome, reason
        """,
    )


def health(con: Cursor) -> pa.Table:
    """How each listed source is, those in trouble first: source, kind, country, state, times, failures, last error.

    Empty where none is listed, or the file is too old to tell.
    """
    return table(
        con,
        """
        select
            source_name as source, kind, country, state, last_poll_at, next_poll_at, n_failures, last_error
        from source_health order by list_position(['off', 'failing', 'new', 'well'], state), source
        """,
    )
