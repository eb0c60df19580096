-- New, changed and gone ones, and those that name an actor of whom something has changed.
select articles.article_id
from {{ ref('int_article_states') }} as articles
left join {{ ref('int_articles_before') }} as before on articles.article_id = before.article_id
where articles.state is distinct from before.state
union
select before.article_id
from {{ ref('int_articles_before') }} as before
left join {{ ref('int_article_states') }} as articles on before.article_id = articles.article_id
where articles.article_id is null
{%- for relation, column in [
    ('stg_mentions', 'actor_id'), ('stg_relations', 'source_actor_id'), ('stg_relations', 'target_actor_id'),
    ('stg_relations', 'attributed_to_id'), ('stg_relation_third_parties', 'actor_id'),
] %}
union
select naming.article_id
from {{ ref(relation) }} as naming
inner join {{ ref('int_touched_actors') }} as touched on naming.{{ column }} = touched.actor_id
{%- endfor %}
