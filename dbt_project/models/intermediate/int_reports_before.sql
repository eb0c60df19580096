-- Which events the relations reported in the last build.
{{ last_build(
    'int_event_reports',
    {
        'relation_id': 'varchar',
        'article_id': 'varchar',
        'event_group': 'varchar',
        'event_id': 'varchar',
        'is_told': 'boolean',
        'is_first_report': 'boolean',
    },
) }}
