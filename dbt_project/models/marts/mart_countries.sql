select
    country,
    cameo_country,
    fips_country
from {{ ref('countries') }}
order by country
