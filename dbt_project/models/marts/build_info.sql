{%- set tables = {
    'articles': 'articles', 'sentences': 'sentences', 'actors': 'mart_actors', 'actor_mentions': 'actor_mentions',
    'relations': 'relations', 'events': 'events', 'dyad_weeks': 'dyad_weeks', 'actor_weeks': 'actor_weeks',
    'country_weeks': 'country_weeks',
    'stories': 'stories', 'unknown_names': 'unknown_names', 'rejected_documents': 'rejected_documents',
    'event_types': 'mart_event_types', 'coder_quality': 'coder_quality', 'outcomes': 'outcomes',
    'countries': 'mart_countries', 'actor_codes': 'mart_actor_codes', 'outcome_days': 'outcome_days', 'source_health': 'source_health',
} -%}
with build as (
    select * from {{ ref('stg_builds') }}
    order by built_at desc, run_id desc
    limit 1
),

facts as (
    select 'schema_version' as key, '{{ var("schema_version") }}' as value
    union all
    select 'model', coalesce(nullif(split_part(coder_version, '-', 3), ''), 'none') from build
    {%- for key in ['run_id', 'coder_version', 'dictionary_version', 'cleaner_version'] %}
    union all
    select '{{ key }}', {{ key }} from build
    {%- endfor %}
    union all
    select 'built_at', strftime(built_at, '%Y-%m-%dT%H:%M:%SZ') from build
    union all
    select 'sentences_read_on', cast(coalesce(sum(n_sentences_read_on), 0) as varchar) from {{ ref('articles') }}
    union all
    select 'sentences_skipped', cast(coalesce(sum(n_sentences - n_sentences_read_on), 0) as varchar)
    from {{ ref('articles') }}
    {%- for table, model in tables.items() %}
    union all
    select 'rows_{{ table }}', cast(count(*) as varchar) from {{ ref(model) }}
    {%- endfor %}
)

select * from facts
order by key
