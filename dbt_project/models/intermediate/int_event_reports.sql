{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_groups'), ['event_group']) }}",
) }}
-- Which relations report the same event.  Relations of one group (the same pair and type) report one event where they
-- give the same date; and these dates are one as well:
--   a date that holds just one finer date of the group is that one ("in March" and "on 10 March"); where it holds two,
--   it may mean either, so it stays apart.  What takes longer than a year is no other name for one of its days;
--   two dates that overlap without one holding the other, where neither overlaps a third ("9 and 10 March" and
--   "10 and 11 March").
-- So two different days are never one, however they are chained, and the order in which articles come does not matter.
-- What a report denies has no part in this: it is told of the event that the others give its date.  Where they give that
-- date to none, and the denial has its date from nothing but its publication, it answers what was told before: it is told
-- of the last event of its group that ended within the seven days before, if that is known to within seven days.  Longer
-- ago, "did not attack" rather speaks of another occasion; and an event of a week is what news are about.
{{ made_after('int_reports_before') }}
with reports as (
    select
        relation_id,
        article_id,
        sentence_no,
        event_group,
        date_key,
        event_date_start as first_day,
        event_date_end as last_day,
        {{ dbt.datediff('event_date_start', 'event_date_end', 'day') }} as n_days_more,
        status <> 'negated' as is_told,
        status = 'negated' and event_date_from = 'publication' and event_date_precision = 'day' as is_answer,
        case status
            when 'actual' then 1
            when 'alleged' then 2
            when 'attempted' then 3
            when 'planned' then 4
            when 'requested' then 5
            else 6
        end as doubt,
        confidence,
        published_at,
        is_story_head
    from {{ ref('int_relations') }} as relations
    where {{ of_touched('int_touched_groups', ['event_group'], 'relations') }}
),

dates as (
    select event_group, date_key, first_day, last_day, bool_or(is_told) as is_told
    from reports
    group by event_group, date_key, first_day, last_day
),

held as (
    select wide.event_group, wide.date_key, fine.date_key as fine_key
    from dates as wide
    inner join dates as fine
        on
            wide.event_group = fine.event_group
            and wide.first_day <= fine.first_day
            and wide.last_day >= fine.last_day
            and wide.date_key <> fine.date_key
    where fine.is_told and wide.last_day > wide.first_day
),

finest as (
    select *
    from dates
    where
        is_told
        and not exists (
            select 1 from held where dates.event_group = held.event_group and dates.date_key = held.date_key
        )
),

crossing as (
    select ones.event_group, ones.date_key, min(others.date_key) as other_key
    from finest as ones
    inner join finest as others
        on
            ones.event_group = others.event_group
            and ones.first_day <= others.last_day
            and ones.last_day >= others.first_day
            and ones.date_key <> others.date_key
    where ones.last_day <= ones.first_day + 365 and others.last_day <= others.first_day + 365
    group by ones.event_group, ones.date_key
    having count(*) = 1
),

heads as (
    select
        finest.event_group,
        finest.date_key,
        case when back.date_key is null then finest.date_key else least(finest.date_key, back.date_key) end as head_key
    from finest
    left join crossing on finest.event_group = crossing.event_group and finest.date_key = crossing.date_key
    left join crossing as back
        on
            crossing.event_group = back.event_group
            and crossing.other_key = back.date_key
            and crossing.date_key = back.other_key
),

fitting as (
    select held.event_group, held.date_key, min(heads.head_key) as head_key
    from held
    inner join heads on held.event_group = heads.event_group and held.fine_key = heads.date_key
    group by held.event_group, held.date_key
    having count(distinct heads.head_key) = 1
),

events as (
    select
        dates.event_group,
        dates.date_key,
        coalesce(
            heads.head_key,
            case when dates.last_day <= dates.first_day + 365 then fitting.head_key end,
            case when dates.is_told then dates.date_key end
        ) as head_key
    from dates
    left join heads on dates.event_group = heads.event_group and dates.date_key = heads.date_key
    left join fitting on dates.event_group = fitting.event_group and dates.date_key = fitting.date_key
),

answers as (
    select distinct event_group, date_key, first_day
    from reports
    where is_answer
),

answered as (
    select
        answers.event_group,
        answers.date_key,
        heads.head_key,
        row_number() over (
            partition by answers.event_group, answers.date_key
            order by finest.last_day desc, finest.first_day desc, heads.head_key asc
        ) as place
    from answers
    inner join finest
        on
            answers.event_group = finest.event_group
            and answers.first_day >= finest.last_day
            and answers.first_day <= finest.last_day + 7
    inner join heads on finest.event_group = heads.event_group and finest.date_key = heads.date_key
    where finest.last_day <= finest.first_day + 6
),

placed as (
    select
        reports.*,
        coalesce(events.head_key, case when reports.is_answer then answered.head_key end) as head_key
    from reports
    inner join events on reports.event_group = events.event_group and reports.date_key = events.date_key
    left join answered
        on reports.event_group = answered.event_group and reports.date_key = answered.date_key and answered.place = 1
),

assigned as (
    select
        *,
        case when head_key is not null then {{ stable_id(["event_group", "head_key"]) }} end as event_id,
        coalesce(head_key, 'denied ' || date_key) as denied_key
    from placed
)

select
    relation_id,
    article_id,
    event_group,
    event_id,
    is_told,
    -- the best evidence first: the surest status, then the most exact date
    row_number() over (
        partition by event_group, denied_key, is_told
        order by
            doubt asc, n_days_more asc nulls last, confidence desc, published_at asc nulls last, relation_id asc
    ) as evidence_no,
    row_number() over (
        partition by event_group, denied_key, is_told
        order by published_at asc nulls last, is_story_head desc, article_id asc, sentence_no asc, relation_id asc
    ) = 1 as is_first_report
from assigned
