with names as (
    select
        surface,
        count(*) as n_mentions,
        count(distinct article_id) as n_articles,
        count(distinct story_id) as n_stories,
        cast(min(published_at) as date) as first_seen
    from {{ ref('int_names_to_review') }}
    group by surface
),

kinds as (
    select surface, likely_kind
    from {{ ref('int_names_to_review') }}
    where likely_kind is not null
    group by surface, likely_kind
    qualify row_number() over (partition by surface order by count(*) desc, likely_kind asc) = 1
),

countries as (
    select surface, likely_country
    from {{ ref('int_names_to_review') }}
    where likely_country is not null
    group by surface, likely_country
    qualify row_number() over (partition by surface order by count(*) desc, likely_country asc) = 1
),

examples as (
    select surface, article_id, sentence
    from {{ ref('int_names_to_review') }}
    qualify row_number() over (
        partition by surface
        order by published_at asc nulls last, article_id asc, sentence_no asc, start_char asc
    ) = 1
),

candidates as (
    select mentions.surface, list(distinct candidates.actor_id order by candidates.actor_id) as candidates
    from {{ ref('stg_mention_candidates') }} as candidates
    inner join {{ ref('stg_mentions') }} as mentions on candidates.mention_id = mentions.mention_id
    group by mentions.surface
)

select
    names.surface,
    cast(names.n_mentions as integer) as n_mentions,
    cast(names.n_articles as integer) as n_articles,
    cast(names.n_stories as integer) as n_stories,
    kinds.likely_kind,
    countries.likely_country,
    coalesce(candidates.candidates, []) as candidates,
    examples.sentence as example_sentence,
    examples.article_id as example_article_id,
    names.first_seen
from names
inner join examples on names.surface = examples.surface
left join kinds on names.surface = kinds.surface
left join countries on names.surface = countries.surface
left join candidates on names.surface = candidates.surface
order by names.n_stories desc, names.n_mentions desc, names.surface asc
