{%- set actors = {'Actor1': 'source', 'Actor2': 'target'} -%}
with parts as (
    select list(code) filter (part = 'type') as types, list(code) filter (part = 'group') as groups,
        list(code) filter (part = 'region') as regions, list(code) filter (part = 'religion') as religions
    from {{ public('mart_actor_codes') }}
),

chosen as (
    select
        *,
        event_date_start = event_date_end as is_of_a_day,
        year(event_date_start) = year(event_date_end) as is_of_a_year,
        {%- for side in actors.values() %}
        -- the code in parts of three letters, without the country's own
        [
            part for part in [
                substr(case
                    when starts_with({{ side }}_code, {{ side }}_country) then substr({{ side }}_code, 4)
                    else {{ side }}_code
                end, n, 3)
                for n in [1, 4, 7, 10, 13]
            ] if part <> ''
        ] as {{ side }}_parts{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ public('events') }} as events
    where {{ is_cameo_event('events') }}
),

-- the report that was published first, and where its sentence stands
leads as (
    select article_id, min(paragraph_no) as paragraph_no
    from {{ public('sentences') }}
    where part = 'body'
    group by article_id
),

first_reports as (
    select
        relations.event_id,
        coalesce(articles.url, articles.uri) as address,
        articles.fetched_at,
        sentences.part in ('title', 'standfirst')
        or sentences.part = 'body' and sentences.paragraph_no = leads.paragraph_no as is_in_lead
    from {{ public('relations') }} as relations
    inner join {{ public('articles') }} as articles on relations.article_id = articles.article_id
    left join {{ public('sentences') }} as sentences
        on relations.article_id = sentences.article_id and relations.sentence_no = sentences.sentence_no
    left join leads on relations.article_id = leads.article_id
    where relations.is_first_report and relations.event_id is not null
),

-- where it happened: the country that the best evidence names as the venue, else as the host
places as (
    select
        relations.relation_id,
        actors.actor,
        countries.fips_country
    from (
        select relation_id, unnest(third_parties) as party
        from {{ public('relations') }}
        where len(third_parties) > 0
    ) as relations
    inner join {{ public('mart_actors') }} as actors
        on relations.party.actor_id = actors.actor_id and actors.kind = 'country'
    left join {{ public('mart_countries') }} as countries on actors.country = countries.country
    where relations.party.role in ('venue', 'host')
    qualify row_number() over (
        partition by relations.relation_id order by relations.party.role = 'host', actors.actor_id
    ) = 1
)

select
    {{ gdelt_id('chosen.event_id') }} as "GLOBALEVENTID",
    case when is_of_a_day then cast(strftime(event_date_start, '%Y%m%d') as integer) end as "SQLDATE",
    case
        when date_trunc('month', event_date_start) = date_trunc('month', event_date_end)
            then cast(strftime(event_date_start, '%Y%m') as integer)
    end as "MonthYear",
    case when is_of_a_year then cast(year(event_date_start) as integer) end as "Year",
    -- as GDELT does it: months of 30 days in a year of 365
    case
        when is_of_a_day
            then round(
                year(event_date_start) + ((month(event_date_start) - 1) * 30 + day(event_date_start)) / 365.0, 4
            )::double
    end as "FractionDate",
    {%- for actor, side in actors.items() %}
    nullif(
        coalesce({{ side }}_countries.cameo_country, {{ side }}_country, '') || array_to_string({{ side }}_parts, ''), ''
    ) as "{{ actor }}Code",
    upper({{ side }}_actor) as "{{ actor }}Name",
    coalesce(
        {{ side }}_countries.cameo_country, {{ side }}_country,
        [part for part in {{ side }}_parts if list_contains(regions, part)][1]
    ) as "{{ actor }}CountryCode",
    [part for part in {{ side }}_parts if list_contains(groups, part)][-1] as "{{ actor }}KnownGroupCode",
    cast(null as varchar) as "{{ actor }}EthnicCode",
    [part for part in {{ side }}_parts if list_contains(religions, part)][1] as "{{ actor }}Religion1Code",
    cast(null as varchar) as "{{ actor }}Religion2Code",
    {%- for n in [1, 2, 3] %}
    [part for part in {{ side }}_parts if list_contains(types, part)][{{ n }}] as "{{ actor }}Type{{ n }}Code",
    {%- endfor %}
    {%- endfor %}
    cast(coalesce(first_reports.is_in_lead, false) as integer) as "IsRootEvent",
    chosen.cameo_code as "EventCode",
    substr(chosen.cameo_code, 1, 3) as "EventBaseCode",
    chosen.cameo_root as "EventRootCode",
    case chosen.quad_class
        when 'verbal_cooperation' then 1
        when 'material_cooperation' then 2
        when 'verbal_conflict' then 3
        when 'material_conflict' then 4
    end as "QuadClass",
    chosen.goldstein as "GoldsteinScale",
    chosen.n_relations as "NumMentions",
    nullif(chosen.n_sources, 0) as "NumSources",
    chosen.n_articles as "NumArticles",
    cast(null as double) as "AvgTone",
    {%- for place in ['Actor1Geo', 'Actor2Geo', 'ActionGeo'] %}
    {%- set is_known = place == 'ActionGeo' %}
    cast({{ "case when places.relation_id is not null then 1 end" if is_known else "null" }} as integer) as "{{ place }}_Type",
    cast({{ "places.actor" if is_known else "null" }} as varchar) as "{{ place }}_FullName",
    cast({{ "places.fips_country" if is_known else "null" }} as varchar) as "{{ place }}_CountryCode",
    cast(null as varchar) as "{{ place }}_ADM1Code",
    cast(null as varchar) as "{{ place }}_ADM2Code",
    cast(null as double) as "{{ place }}_Lat",
    cast(null as double) as "{{ place }}_Long",
    cast(null as varchar) as "{{ place }}_FeatureID",
    {%- endfor %}
    {{ gdelt_time('coalesce(chosen.first_published_at, first_reports.fetched_at)') }} as "DATEADDED",
    first_reports.address as "SOURCEURL"
from chosen
cross join parts
left join {{ public('mart_countries') }} as source_countries on chosen.source_country = source_countries.country
left join {{ public('mart_countries') }} as target_countries on chosen.target_country = target_countries.country
left join first_reports on chosen.event_id = first_reports.event_id
left join places on chosen.best_relation_id = places.relation_id
