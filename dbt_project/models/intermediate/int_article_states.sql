-- What is derived from an article changes where this changes: what it says, what was coded of it, the story that it
-- belongs to, and what all articles share, the event types and the countries' names.  The version of the dictionary is
-- not part of it: where that alone is new, the table `relations` is told so in place.
{{ made_after('int_articles_before') }}
with facts as (
    select
        article_id,
        {{ row_hash([
            'document_id', 'uri', 'url', 'outlet', 'title', 'standfirst', 'byline', 'language', 'published_at',
            'published_precision', 'published_from', 'published_raw', 'dateline_place', 'read_minutes', 'fetched_at',
            'n_sentences', 'is_truncated', 'flags', 'content_sha256', 'text_sha256', 'cleaner_version',
        ]) }} as fact
    from {{ ref('stg_articles') }}
    union all
    select
        article_id,
        {{ row_hash([
            'content_sha256', 'coder_version', 'n_sentences', 'n_candidate_sentences',
        ]) }}
    from {{ ref('stg_coded_articles') }}
    union all
    select
        stories.article_id,
        {{ row_hash(["'story'", 'stories.story_id', 'stories.is_story_head', 'days.first_day', 'days.last_day']) }}
    from {{ ref('int_stories') }} as stories
    left join {{ ref('int_story_days') }} as days on stories.story_id = days.story_id
    union all
    select
        article_id,
        {{ row_hash([
            'relation_id', 'sentence_no', 'source_actor_id', 'source_start', 'source_end', 'target_actor_id',
            'target_start', 'target_end', 'trigger', 'trigger_start', 'trigger_end', 'cameo_code', 'is_symmetric',
            'status', 'attributed_to_id', 'event_date_start', 'event_date_end', 'event_date_precision',
            'event_date_from', 'event_date_text', 'rule', 'confidence',
        ]) }}
    from {{ ref('stg_relations') }}
    union all
    select article_id, {{ row_hash(['relation_id', 'party_no', 'actor_id', 'role']) }}
    from {{ ref('stg_relation_third_parties') }}
    union all
    select
        article_id,
        {{ row_hash([
            'mention_id', 'sentence_no', 'start_char', 'end_char', 'surface', 'mention_type', 'actor_id',
            'resolved_by', 'confidence',
        ]) }}
    from {{ ref('stg_mentions') }}
    union all
    select article_id, {{ row_hash(['start_char', 'end_char', 'surface', 'likely_kind', 'likely_country']) }}
    from {{ ref('stg_name_sightings') }}
),

shared_facts as (
    select {{ row_hash(['cameo_code', 'cameo_root', 'plover_type', 'quad_class', 'goldstein']) }} as fact
    from {{ ref('event_types') }}
    union all
    select {{ row_hash(['actor_id', 'actor', 'country']) }}
    from {{ ref('int_actors') }}
    where kind = 'country'
),

shared as (
    select bit_xor(fact) as fact
    from shared_facts
),

states as (
    select article_id, cast(bit_xor(fact) as varchar) || ' ' || cast(count(*) as varchar) as state
    from facts
    group by article_id
)

select
    articles.article_id,
    states.state || ' ' || cast(shared.fact as varchar) as state,
    cast(date_trunc('week', articles.published_on) as date) as week
from {{ ref('stg_articles') }} as articles
inner join states on articles.article_id = states.article_id
cross join shared
