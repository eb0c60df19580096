{{ config(materialized='view') }}
{{ changes(
    'dyad_weeks',
    ['level', 'source', 'target'],
    [
        'events', 'cooperative', 'conflictual',
        'verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict',
    ],
) }}
