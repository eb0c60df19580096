-- Which events the relations of the touched groups reported in the last build.
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
    ref('int_touched_groups'),
    'event_group',
) }}
