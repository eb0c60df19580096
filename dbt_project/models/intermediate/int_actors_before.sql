-- What the last build took the actors for.
{{ last_build(
    'int_actor_states',
    {
        'actor_id': 'varchar',
        'state': 'varchar',
    },
) }}
