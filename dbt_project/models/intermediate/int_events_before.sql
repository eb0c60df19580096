-- The touched events as the last build had them.
{{ last_build(
    'int_events',
    {
        'event_id': 'varchar',
        'is_symmetric': 'boolean',
        'source_actor_id': 'varchar',
        'target_actor_id': 'varchar',
        'source_country': 'varchar',
        'target_country': 'varchar',
        'quad_class': 'varchar',
        'goldstein': 'double',
        'week': 'date',
    },
    ref('int_touched_events'),
    'event_id',
) }}
