{#- How a day's articles cost a day.  A build that follows a whole one compares narrow hashes of what it is made from with
    those of the last build (int_*_before), which names what is touched: articles, actors, relations, events, weeks.  A wide
    table forgets the rows of what is touched and makes them anew; the rest stays.  `--full-refresh` makes everything anew:
    after a build that broke off, and after a change of the models.  The result is the same. -#}

{#- Whether this model is made for what is touched only.  dbt's own is_incremental must be answered in every unit test. -#}
{% macro is_partial() -%}
    {{ return(
        model.config.materialized == 'incremental' and not should_full_refresh() and load_relation(this) is not none
    ) }}
{%- endmacro %}

{#- What the last build has left of a model: these columns, or no rows; `touched` is a table whose rows of the same key
    are all that is asked for. -#}
{% macro last_build(name, columns, touched=none, key=none) -%}
    {%- set last = none -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set last = adapter.get_relation(this.database, this.schema, name) -%}
    {%- endif -%}
select
    {%- for column, type in columns.items() %}
    {% if last is none %}cast(null as {{ type }}) as {% endif %}{{ column }}{% if not loop.last %},{% endif %}
    {%- endfor %}
{% if last is none %}where false{% else %}from {{ last }}
    {%- if touched %} where {{ key }} in (select {{ key }} from {{ touched }}){% endif %}
{%- endif %}
{%- endmacro %}

{#- A hook: takes out of an incremental table the rows of what is touched.  `keys` are the touched table's columns where
    they are called otherwise. -#}
{% macro forget(touched, columns, keys=none) -%}
    {%- if is_partial() -%}
        delete from {{ this }}
        where ({{ columns | join(', ') }}) in (select {{ (keys or columns) | join(', ') }} from {{ touched }})
    {%- endif -%}
{%- endmacro %}

{#- In an incremental build the condition that a row, called `alias`, is of what is touched.  The touched table is named and
    not given by `ref`, so that the unit tests of other builds need not give it rows. -#}
{% macro of_touched(touched, columns, alias, keys=none) -%}
    {%- if not execute or is_partial() -%}
        exists (
            select 1 from {{ ref(touched) }} as touched
            where {% for column in columns -%}
                touched.{{ (keys or columns)[loop.index0] }} = {{ alias }}.{{ column }}{{ ' and ' if not loop.last }}
            {%- endfor %}
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- Says that a model is made after another that it does not read; unit tests need not give it rows. -#}
{% macro made_after(model) -%}
    {%- if not execute %}{% do ref(model) %}{% endif -%}
{%- endmacro %}

{#- A number that tells rows apart by these columns. -#}
{% macro row_hash(columns) -%}
    {{ 'hash' if target.type == 'duckdb' else 'xxhash64' }}({{ columns | join(', ') }})
{%- endmacro %}

{#- A hook: an edit of the dictionary leaves most articles as they were; their relations then only bear its new version. -#}
{% macro name_the_dictionary(coded_articles) -%}
    {%- if is_partial() -%}
        update {{ this }} as relations set dictionary_version = coded.dictionary_version
        from {{ coded_articles }} as coded
        where
            relations.article_id = coded.article_id
            and relations.dictionary_version is distinct from coded.dictionary_version
    {%- endif -%}
{%- endmacro %}
