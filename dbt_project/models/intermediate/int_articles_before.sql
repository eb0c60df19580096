-- What the last build was made from, article by article.
{{ last_build(
    'int_article_states',
    {
        'article_id': 'varchar',
        'state': 'varchar',
        'week': 'date',
    },
) }}
