"""Views in the columns of GDELT and PLOVER: their shape, what is filled, and queries as users of GDELT write them."""

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"


def named(prefix: str, names: str) -> str:
    return " ".join(prefix + name for name in names.split())


# As GDELT's codebook of version 2.0 has them, in its order.
GDELT = {
    "gdelt_events": f"""
        GLOBALEVENTID SQLDATE MonthYear Year FractionDate {named("Actor1", ACTOR)} {named("Actor2", ACTOR)}
        IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale
        NumMentions NumSources NumArticles AvgTone
        {named("Actor1Geo_", PLACE)} {named("Actor2Geo_", PLACE)} {named("ActionGeo_", PLACE)} DATEADDED SOURCEURL
    """,
    "gdelt_mentions": """
        GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID
        Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone
        MentionDocTranslationInfo Extras
    """,
}
VIEWS = (*GDELT, "plover_events")
DOCUMENT = (ROOT / "docs" / "gdelt.md").read_text()

# What people ask of GDELT in its own examples and in most first notebooks, in the dialect of DuckDB.
QUERIES = {
    "how much of each kind of event there is in a month": """
        SELECT MonthYear, EventRootCode, COUNT(*) AS events, SUM(NumArticles) AS articles, AVG(GoldsteinScale) AS score
        FROM gdelt_events WHERE Year >= 2023 GROUP BY MonthYear, EventRootCode ORDER BY MonthYear, events DESC
    """,
    "which two actors each year is about": """
        SELECT Year, Actor1Name, Actor2Name, n FROM (
            SELECT Year, Actor1Name, Actor2Name, SUM(n) AS n,
                ROW_NUMBER() OVER (PARTITION BY Year ORDER BY SUM(n) DESC, Actor1Name, Actor2Name) AS place
            FROM (
                SELECT Year, Actor1Name, Actor2Name, COUNT(*) AS n FROM gdelt_events
                WHERE Actor1Name < Actor2Name AND Actor1CountryCode <> Actor2CountryCode GROUP BY 1, 2, 3
                UNION ALL
                SELECT Year, Actor2Name, Actor1Name, COUNT(*) FROM gdelt_events
                WHERE Actor1Name > Actor2Name AND Actor1CountryCode <> Actor2CountryCode GROUP BY 1, 2, 3
            ) GROUP BY Year, Actor1Name, Actor2Name
        ) WHERE place = 1 AND Year IS NOT NULL ORDER BY Year
    """,
    "which countries are protested against, by month": """
        SELECT SUBSTR(CAST(SQLDATE AS VARCHAR), 1, 6) AS month, Actor2CountryCode, COUNT(DISTINCT GLOBALEVENTID) AS n
        FROM gdelt_events WHERE EventRootCode = '14' GROUP BY 1, 2 ORDER BY 1, 3 DESC
    """,
    "the share of material conflict in what is reported of a country day by day": """
        SELECT a.SQLDATE, COUNT(*) / MIN(b.total) AS share FROM gdelt_events a
        JOIN (
            SELECT SQLDATE, COUNT(*) AS total FROM gdelt_events
            WHERE Actor1CountryCode = 'SDN' OR Actor2CountryCode = 'SDN' GROUP BY SQLDATE
        ) b ON a.SQLDATE = b.SQLDATE
        WHERE a.GLOBALEVENTID IN (SELECT GLOBALEVENTID FROM gdelt_mentions WHERE Confidence >= 20)
            AND a.QuadClass = 4 AND (a.Actor1CountryCode = 'SDN' OR a.Actor2CountryCode = 'SDN')
        GROUP BY a.SQLDATE ORDER BY a.SQLDATE
    """,
    "how governments treat each other, by Goldstein's scale": """
        SELECT Actor1CountryCode, Actor2CountryCode, COUNT(*) AS n, ROUND(AVG(GoldsteinScale), 2) AS goldstein,
            SUM(CASE WHEN QuadClass IN (3, 4) THEN 1 ELSE 0 END) AS conflict
        FROM gdelt_events
        WHERE Actor1Type1Code = 'GOV' AND Actor1CountryCode IS NOT NULL AND Actor2CountryCode IS NOT NULL
            AND Actor1CountryCode <> Actor2CountryCode AND SQLDATE BETWEEN 20230101 AND 20231231
        GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 20
    """,
}


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.cursor().execute(sql).fetchall()


def columns(con: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [row[0] for row in rows(con, f"describe {view}")]


def told(view: str) -> dict[str, list[str]]:
    """What the document says of a view: the columns by when they are filled."""
    section = DOCUMENT.split(f"## What is filled in {view}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (\w[\w ]+) \| (`.*) \|$", section, re.M)
    return {kind: re.findall(r"`(\w+)`", names) for kind, names in lines}


@pytest.mark.parametrize("view", GDELT)
def test_the_columns_are_those_of_gdelt_in_its_order(sample_db: duckdb.DuckDBPyConnection, view: str) -> None:
    assert columns(sample_db, view) == GDELT[view].split()


@pytest.mark.parametrize("view", VIEWS)
def test_the_document_tells_what_is_filled(sample_db: duckdb.DuckDBPyConnection, view: str) -> None:
    filled = told(view)
    assert sorted(name for names in filled.values() for name in names) == sorted(columns(sample_db, view))
    counts = ", ".join(f'count("{name}")' for name in columns(sample_db, view))
    ((total, *found),) = rows(sample_db, f"select count(*), {counts} from {view}")
    n = dict(zip(columns(sample_db, view), found, strict=True))
    assert total > 400
    assert {name: n[name] for name in filled["always"] if n[name] != total} == {}
    assert {name: n[name] for name in filled["never"] if n[name]} == {}


@pytest.mark.parametrize("asked", QUERIES)
def test_a_query_made_for_gdelt_answers(sample_db: duckdb.DuckDBPyConnection, asked: str) -> None:
    answer = rows(sample_db, QUERIES[asked])
    assert answer, asked
    assert all(value is not None for value in answer[0])


def test_answers_are_those_of_our_own_tables(sample_db: duckdb.DuckDBPyConnection) -> None:
    by_root = dict(rows(sample_db, "select EventRootCode, count(*) from gdelt_events where QuadClass = 4 group by 1"))
    sql = """
        select cameo_root, count(*) from events
        where quad_class = 'material_conflict' and status = 'actual' group by 1
    """
    assert by_root == dict(rows(sample_db, sql))
    war = rows(sample_db, QUERIES["the share of material conflict in what is reported of a country day by day"])
    assert all(0 < share <= 1 for _, share in war)


def test_an_event_leads_back_to_ours_and_its_mentions_to_the_sentences(sample_db: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select count(*), count(events.event_id) from gdelt_events
        left join events on GLOBALEVENTID = cast('0x' || left(event_id, 15) as bigint) and EventCode = cameo_code
    """
    ((total, ours),) = rows(sample_db, sql)
    assert total == ours > 0
    sql = """
        select bool_and(articles.text[ActionCharOffset + 1:ActionCharOffset + length(trigger)] = trigger),
            bool_and(SentenceID = sentence_no + 1)
        from gdelt_mentions join relations on Extras = relation_id join articles using (article_id)
    """
    assert rows(sample_db, sql) == [(True, True)]


def test_an_actor_is_told_in_the_parts_of_his_code(sample_db: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select distinct Actor1Code, Actor1CountryCode, Actor1KnownGroupCode, Actor1Type1Code, Actor1Type2Code
        from gdelt_events
    """
    found = {row[0]: row[1:] for row in rows(sample_db, sql)}
    assert found["IRN"] == ("IRN", None, None, None)
    assert found["IRNGOV"] == ("IRN", None, "GOV", None)
    assert found["IGOUNOIAE"] == (None, "IAE", "IGO", None)  # of the groups in a code the last one is meant
    assert found["IGOEUREEC"] == ("EUR", "EEC", "IGO", None)  # a region stands for the country, as in GDELT


def test_only_a_day_that_is_known_is_told(work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        dates = rows(
            con, "select EventCode, SQLDATE, MonthYear, Year, FractionDate from gdelt_events order by EventCode"
        )
    assert dates == [
        ("042", 20230719, 202307, 2023, 2023.5452),  # (6 * 30 + 19) / 365
        ("046", 20230723, 202307, 2023, 2023.5562),
        ("190", None, None, 1980, None),  # a war of 1980; a visit that is only planned is no event in CAMEO
    ]


def test_what_the_venue_is_of_an_event(work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        sql = "select EventCode, ActionGeo_Type, ActionGeo_FullName, ActionGeo_CountryCode from gdelt_events"
        places = rows(con, sql)
    assert ("046", 1, "Oman", "MU") in places  # the mediator, China, is no place
    assert ("042", None, None, None) in places


def test_reprints_are_mentions_of_one_event(work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        numbers = "NumMentions, NumSources, NumArticles, IsRootEvent, DATEADDED"
        events = rows(con, f"select {numbers} from gdelt_events where EventCode = '042'")
        sql = """
            select MentionSourceName, MentionTimeDate, MentionType, gdelt_mentions.Confidence from gdelt_mentions
            join relations on Extras = relation_id where cameo_code = '042' order by all
        """
        mentions = rows(con, sql)
    assert events == [(2, 2, 2, 1, 20230720120000)]
    assert mentions == [("Daily", 20230721120000, 2, 80), ("Wire", 20230720120000, 2, 80)]


def test_a_plover_record_has_the_parties_and_the_text(sample_db: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select event_type, event_text, attributes from plover_events
        where event_type = 'AGREE' and len(attributes.LOC) > 0 order by id limit 1
    """
    ((event_type, text, attributes),) = rows(sample_db, sql)
    assert set(attributes) == {"ACTOR", "RECIP", "LOC", "DATE"}
    assert attributes["ACTOR"][0]["text"] and attributes["RECIP"][0]["text"] and text and event_type


def test_the_views_hold_in_a_file_of_another_name_and_attached(sample_home: Path, tmp_path: Path) -> None:
    other = tmp_path / "another-name.duckdb"
    shutil.copyfile(sample_home / "entente.duckdb", other)
    with duckdb.connect() as con:
        con.execute(f"attach '{other}' as theirs (read_only)")
        for view in VIEWS:
            assert rows(con, f"select count(*) > 0 from theirs.main.{view}") == [(True,)]
