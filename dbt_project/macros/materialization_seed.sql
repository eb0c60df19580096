{#- A seed as DuckDB reads it: made anew from the file, columns by their names and of the types that the property file
    gives.  dbt's own way reads every row in Python first.  How quotes are written is said outright: guessed from a table's
    first lines it can be guessed wrong. -#}
{% materialization seed, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='table') -%}

    {% call statement('main') %}
        create or replace table {{ relation }} as
        select
            {%- for column, type in config.get('column_types').items() %}
            cast({{ adapter.quote(column) }} as {{ type }}) as {{ adapter.quote(column) }}{% if not loop.last %},{% endif %}
            {%- endfor %}
        from read_csv(
            '{{ adapter.get_seed_file_path(model) }}',
            header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', skip = 0, comment = ''
        )
    {% endcall %}
    {% do store_result('agate_table', response='OK', agate_table=load_result('main').table) %} {#- dbt asks for one -#}

    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
