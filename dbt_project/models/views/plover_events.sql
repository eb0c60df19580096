select
    events.event_id as id,
    best.story_id,
    cast(coalesce(events.event_date_start, best.published_at) as date) as date,
    cast(best.published_at as date) as pub_date,
    best.source as publisher,
    best.title as headline,
    events.plover_type as event_type,
    event_types.plover_mode as event_mode,
    cast(null as varchar[]) as contexts,
    best.evidence as event_text,
    {
        'ACTOR': [{
            'text': events.source_actor, 'country': events.source_country,
            'code_1': events.source_sector, 'wikidata_id': sources.wikidata_id
        }],
        'RECIP': [{
            'text': events.target_actor, 'country': events.target_country,
            'code_1': events.target_sector, 'wikidata_id': targets.wikidata_id
        }],
        'LOC': [{'text': party.actor} for party in best.third_parties if party.role in ('venue', 'host')],
        'DATE': case when best.event_date_text is null then [] else [{'text': best.event_date_text}] end
    } as attributes,
    events.event_date_start as date_start,
    events.event_date_end as date_end,
    events.status,
    best.coder_version as version
from {{ public('events') }} as events
inner join {{ public('relations') }} as best on events.best_relation_id = best.relation_id
inner join {{ public('mart_event_types') }} as event_types on events.cameo_code = event_types.cameo_code
left join {{ public('mart_actors') }} as sources on events.source_actor_id = sources.actor_id
left join {{ public('mart_actors') }} as targets on events.target_actor_id = targets.actor_id
where events.plover_type is not null and ({{ is_cameo_event('events') }})
