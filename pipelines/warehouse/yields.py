"""Sources of which far fewer inputs become articles than used to: a page that was laid out anew, or a wall.

Takes what the raw tables hold of documents and their versions; gives the sources whose yield has fallen.  Silent on
small numbers, and where a fall may be chance.
"""

from typing import NamedTuple

import duckdb

MIN_LAST = 20  # inputs on the last day on which the source gave any
MIN_BEFORE = 50  # inputs in the days before
DAYS = 30  # before that day
FALLEN = 0.5  # of what was to be expected
SIGMAS = 3.0  # further from it than chance takes it

_YIELDS = f"""
with inputs as (
    select
        source_name,
        cast(documents.fetched_at as date) as day,
        article_id is not null and not list_contains(string_split(coalesce(versions.flags, ''), ','), 'stub') as is_good
    from raw.documents
    left join raw.article_versions as versions using (document_id)
    where source_name is not null
),
days as (
    select source_name, day, count(*) as n, count(*) filter (is_good) as n_good
    from inputs
    group by source_name, day
),
last_days as (
    from days qualify row_number() over (partition by source_name order by day desc) = 1
),
compared as (
    select
        last.source_name, last.n, last.n_good,
        sum(days.n) as n_before,
        sum(days.n_good) / sum(days.n) as share
    from last_days as last
    join days on days.source_name = last.source_name and days.day < last.day and days.day >= last.day - {DAYS}
    group by all
)
select source_name, n, n_good, share
from compared
where n >= {MIN_LAST} and n_before >= {MIN_BEFORE}
  and n_good < {FALLEN} * n * share
  and n * share - n_good > {SIGMAS} * sqrt(n * share * (1 - share))
order by source_name
"""


class Fallen(NamedTuple):
    """A source whose yield has fallen."""

    source_name: str
    n_inputs: int  # on its last day
    n_articles: int  # that they became, stubs left out
    share_before: float  # of the inputs of the days before that became articles

    def __str__(self) -> str:
        before = f"{self.share_before:.0%} before"
        return f"{self.source_name}: {self.n_articles} of {self.n_inputs} inputs became articles, {before}"


def fallen_yields(con: duckdb.DuckDBPyConnection) -> list[Fallen]:
    """The sources whose last inputs became far fewer articles than those before, by name."""
    return [Fallen(*row) for row in con.execute(_YIELDS).fetchall()]
