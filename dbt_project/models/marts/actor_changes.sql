{{ config(materialized='view') }}
with actors as (
    {{ changes(
        'actor_weeks', ['actor_id'], ['stories', 'as_source', 'as_target', 'cooperative', 'conflictual']
    ) }}
),

countries as (
    {{ changes(
        'country_weeks', ['country'], ['stories', 'as_source', 'as_target', 'cooperative', 'conflictual']
    ) }}
)

select 'actor' as level, actor_id as party, * exclude (actor_id) from actors
union all
select 'country' as level, country as party, * exclude (country) from countries
