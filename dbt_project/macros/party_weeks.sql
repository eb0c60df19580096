{#- What the weekly tables of actors and of countries have in common.  Mentions count in the week of publication, deeds in
    the week of the event. -#}

{#- Of the rows of `mentions` (party, week, article_id, story_id, is_story_head) and of the deeds at this level, what each
    party has in each week that is made anew: the named parts mentioned, deeds and weeks. -#}
{% macro party_weeks(level) %}
mentioned as (
    select
        party,
        week,
        count(*) filter (where is_story_head) as n_mentions,
        count(distinct article_id) as n_articles,
        count(distinct story_id) as n_stories
    from mentions
    where (
        {{ of_touched('int_touched_weeks', ['week'], 'mentions') }}
        or {{ of_touched('int_touched_deeds', ['party', 'week'], 'mentions') }}
    )
    group by party, week
),

deeds as (
    select
        party,
        week,
        count(*) filter (where is_source) as n_as_source,
        count(*) filter (where not is_source) as n_as_target,
        {%- for quad_class in ['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'] %}
        count(*) filter (where is_counted and quad_class = '{{ quad_class }}') as n_{{ quad_class }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('int_deeds') }} as deeds
    where
        level = '{{ level }}'
        and (
            {{ of_touched('int_touched_weeks', ['week'], 'deeds') }}
            or {{ of_touched('int_touched_deeds', ['party', 'week'], 'deeds') }}
        )
    group by party, week
),

weeks as (
    select party, week from mentioned
    union
    select party, week from deeds
)
{% endmacro %}

{#- The columns that both tables count, of `mentioned` and `deeds`. -#}
{% macro weekly_counts() %}
    {%- for count in ['n_mentions', 'n_articles', 'n_stories'] %}
    cast(coalesce(mentioned.{{ count }}, 0) as integer) as {{ count }},
    {%- endfor %}
    cast(coalesce(deeds.n_as_source, 0) as integer) as n_as_source,
    cast(coalesce(deeds.n_as_target, 0) as integer) as n_as_target,
    cast(coalesce(deeds.n_verbal_cooperation + deeds.n_material_cooperation, 0) as integer) as n_cooperative,
    cast(coalesce(deeds.n_verbal_conflict + deeds.n_material_conflict, 0) as integer) as n_conflictual,
    {%- for quad_class in ['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'] %}
    cast(coalesce(deeds.n_{{ quad_class }}, 0) as integer) as n_{{ quad_class }},
    {%- endfor %}
    {{ balance(
        '(deeds.n_verbal_cooperation + deeds.n_material_cooperation)',
        '(deeds.n_verbal_conflict + deeds.n_material_conflict)',
    ) }} as balance
{%- endmacro %}
