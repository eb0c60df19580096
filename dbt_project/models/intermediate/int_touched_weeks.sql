-- Weeks in which a touched article was published, or was in the last build.
select states.week
from {{ ref('int_article_states') }} as states
inner join {{ ref('int_touched_articles') }} as touched on states.article_id = touched.article_id
where states.week is not null
union
select before.week
from {{ ref('int_articles_before') }} as before
inner join {{ ref('int_touched_articles') }} as touched on before.article_id = touched.article_id
where before.week is not null
