"""Names that the dictionary lacks, as rows ready to be edited: `entente actors suggest`.

Takes the published warehouse; gives rows of actors, and of aliases where a name may be that of actors who are known.
What the texts do not tell stays empty: an id that starts with `new:` has no kind yet, and no run takes it as it is.
"""

from pathlib import Path

import duckdb

from pipelines.coder.layers import KINDS, Tables
from pipelines.coder.lexicon import surname_forms
from pipelines.knowledge.check import folded
from pipelines.knowledge.drafts import Draft, DraftError, new_id

NO_ACTORS = ("place", "none")
PREFIXES = {"person": "per", "organisation": "org", "group": "grp"}

_NAMES = """
with met as (
    select actor, any_value(kind) as kind, any_value(country) as country, any_value(sector) as sector
    from actors
    where not is_known and kind <> 'set'
    group by actor
    having count(distinct (kind, country, sector)) = 1
)

select
    surface,
    coalesce(met.kind, likely_kind, '') as kind,
    coalesce(met.country, likely_country, '') as country,
    coalesce(met.sector, '') as sector,
    candidates,
    n_mentions || ' in ' || n_articles || ' articles: ' || example_sentence as note
from unknown_names
left join met on met.actor = surface
order by n_articles desc, n_mentions desc, surface
"""


def suggest(published: Path, tables: Tables, top: int) -> Draft:
    """Rows for the `top` names that are used most and are not in `tables`.

    Raises DraftError where there is no published file to read.
    """
    try:
        with duckdb.connect(str(published), read_only=True) as con:
            names = con.execute(_NAMES).fetchall()
    except duckdb.Error as error:
        raise DraftError(f"{published} cannot be read: `entente run` makes it ({error})".splitlines()[0]) from error
    known = {folded(row.cells["actor"]) for row in tables["actors"]}
    known |= {folded(row.cells["alias"]) for row in tables["aliases"] if row.cells["scope"] == ""}
    taken = {row.cells["actor_id"] for row in tables["actors"]}
    surnames = {form for name, kind, *_ in names if kind == "person" and " " in name for form in surname_forms(name)}
    draft: Draft = {"actors": [], "aliases": []}
    suggested = 0
    for name, kind, country, sector, candidates, note in names:
        if suggested == top:
            break
        # of a person the surname goes without saying
        if kind in NO_ACTORS or folded(name) in surnames or (folded(name) in known and not candidates):
            continue
        suggested += 1
        if candidates:
            draft["aliases"] += [
                {"actor_id": actor_id, "alias": name, "alias_type": "alias"} for actor_id in candidates
            ]
            continue
        prefix = PREFIXES.get(kind, "new")
        row = {
            "actor_id": new_id(prefix, country, name, taken),
            "actor": name,
            "kind": KINDS.get(prefix, ""),
            "country": country,
            "sector": sector,
            "note": note,
        }
        taken.add(row["actor_id"])
        draft["actors"].append(row)
    return draft
