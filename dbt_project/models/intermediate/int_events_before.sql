-- The events of the last build.
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
) }}
