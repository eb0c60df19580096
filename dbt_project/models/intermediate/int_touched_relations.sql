-- Those of touched articles, and those that report another event than they did, or are its first report no more.
with reports as (
    select *
    from {{ ref('int_event_reports') }}
    where event_group in (select event_group from {{ ref('int_touched_groups') }})
)

select
    coalesce(reports.relation_id, before.relation_id) as relation_id,
    reports.event_id,
    before.event_id as event_id_before
from reports
full outer join {{ ref('int_reports_before') }} as before on reports.relation_id = before.relation_id
left join {{ ref('int_touched_articles') }} as articles
    on coalesce(reports.article_id, before.article_id) = articles.article_id
where
    articles.article_id is not null
    or reports.event_id is distinct from before.event_id
    or reports.is_told is distinct from before.is_told
    or reports.is_first_report is distinct from before.is_first_report
