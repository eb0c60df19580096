-- The groups of relations, of one pair and type, that a touched article is or was in: all of a group is compared anew.
with before as (
    {{ last_build('int_event_reports', {'article_id': 'varchar', 'event_group': 'varchar'}) | indent }}
)

select relations.event_group
from {{ ref('int_relations') }} as relations
inner join {{ ref('int_touched_articles') }} as articles on relations.article_id = articles.article_id
union
select before.event_group
from before
inner join {{ ref('int_touched_articles') }} as articles on before.article_id = articles.article_id
