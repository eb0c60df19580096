"""Names that the dictionary lacks, as rows ready to be edited: `entente actors suggest`.

Takes the published warehouse, its `unknown_names` and those whom a text introduces; gives rows of actors, and of
aliases where a name may be that of actors who are known.
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
with met as (  -- whom a text introduces by office and country; `Foreign minister (Lithuania)` is no name
    select actors.actor, kind, actors.country, actors.sector, article_id, sentence_no, start_char
    from actors
    join actor_mentions using (actor_id)
    where not is_known and kind <> 'set' and not suffix(actors.actor, ')')
),

introduced as (
    select
        actor as name,
        mode(kind) as kind,
        mode(met.country) as country,
        mode(sector) as sector,
        count(*) as n_mentions,
        count(distinct article_id) as n_articles,
        arg_min(text, (article_id, sentence_no, met.start_char)) as sentence
    from met
    join sentences using (article_id, sentence_no)
    group by actor
)

select
    coalesce(name, surface),
    coalesce(kind, likely_kind, ''),
    coalesce(country, likely_country, ''),
    coalesce(sector, ''),
    coalesce(candidates, []),
    greatest(introduced.n_articles, unknown_names.n_articles) as articles,
    greatest(introduced.n_mentions, unknown_names.n_mentions) as mentions,
    coalesce(example_sentence, sentence)
from unknown_names
full join introduced on name = surface
order by articles desc, mentions desc, 1
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
    for name, kind, country, sector, candidates, articles, mentions, sentence in names:
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
            "note": f"mentions: {mentions}, articles: {articles}. {sentence}",
        }
        taken.add(row["actor_id"])
        draft["actors"].append(row)
    return draft
