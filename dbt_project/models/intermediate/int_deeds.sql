{{ config(materialized='view') }}
{{ deeds_of(ref('int_events')) }}
