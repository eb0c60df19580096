"""Questions to begin with in the console: one or more for each public table that people ask most."""

EXAMPLES: dict[str, str] = {
    "relations: what Iran does to whom": """\
select event_date_start, target_actor, plover_type, cameo_code, status, evidence
from relations
where source_country = 'IRN' and status = 'actual'
order by event_date_start desc nulls last
limit 100""",
    "events: the most reported": """\
select event_date_start, source_actor, target_actor, plover_type, n_articles, n_stories, n_sources
from events
order by n_stories desc, n_articles desc
limit 50""",
    "dyad_weeks: pairs of countries by month": """\
select source, target, date_trunc('month', week) as month, sum(n_events) as events,
    sum(goldstein_sum) / sum(n_events) as goldstein
from dyad_weeks
where level = 'country'
group by all
order by events desc
limit 100""",
    "actor_weeks: who is in the news": """\
select actor, sum(n_mentions) as mentions, sum(n_as_source) as as_source, sum(n_as_target) as as_target
from actor_weeks
group by all
order by mentions desc
limit 50""",
    "stories: the most reprinted": """\
select title, n_articles, n_sources, first_published_at
from stories
where n_articles > 1
order by n_articles desc""",
    "articles: how many of each outlet": """\
select source, count(*) as articles, min(published_at) as first, max(published_at) as last
from articles
group by source
order by articles desc""",
    "sentences: those with a word": """\
select article_id, sentence_no, text
from sentences
where text ilike '%talks%'
limit 100""",
    "actor_mentions: under which names": """\
select actor, surface, mention_type, count(*) as mentions
from actor_mentions
where actor_id is not null
group by all
order by mentions desc
limit 100""",
    "unknown_names: what the dictionary lacks": """\
select surface, likely_kind, likely_country, n_mentions, example_sentence
from unknown_names
order by n_mentions desc""",
    "event_types: the codebook": "from event_types",
    "rejected_documents: what was left out": """\
select reason, count(*) as inputs
from rejected_documents
group by reason
order by inputs desc""",
    "build_info: what made this file": "from build_info",
    "a table and its columns": "describe relations",
}
