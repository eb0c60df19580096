{{ config(materialized='view') }}
{{ dyads_of(ref('int_events')) }}
