"""The Changes page: its numbers are those of the public views, small counts make no trend, rows lead on."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import moves as charts
from dashboard.queries import changes
from dashboard.queries.changes import MEASURES, Question
from dashboard.ui import behind, changed
from dashboard.ui.view import View
from published.filters import Filters
from published.store import Store
from published.table import rows
from tests.dashboard.conftest import Open, html

ALL = Filters()
WEEK = date(2023, 10, 16)
PAIRS = Question("pairs", "country", "events", WEEK, 4)
LEVELS = ["country", "actor"]
VIEWS = {"pairs": ("dyad_changes", ("source", "target")), "parties": ("actor_changes", ("party",))}


@pytest.mark.parametrize("against", [4, 52])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("of", "measure"), [(of, measure) for of in MEASURES for measure in MEASURES[of]])
def test_the_numbers_are_those_of_the_view(
    stores: dict[str, Store], of: str, measure: str, level: str, against: int
) -> None:
    con = stores["thousands"].cursor
    name, keys = VIEWS[of]
    view = f"""
    select *, mean_{against} as mean, change_{against} as change, trend_{against} as trend from {name}
    where week = $week and level = $level and measure = $measure
    """
    for week in (WEEK, date(2022, 5, 9), date(2022, 6, 6)):  # with a norm, without, with a short one
        found = changes.moved(con(), ALL, Question(of, level, measure, week, against)).to_pylist()
        mine = {tuple(row[key] for key in keys): row for row in found}
        theirs = {
            tuple(row[key] for key in keys): row
            for row in rows(con(), view, {"week": week, "level": level, "measure": measure})
        }
        assert {key for key, row in theirs.items() if row["n"]} == {key for key, row in mine.items() if row["n"]}
        for key, row in theirs.items():
            if row["n"]:
                assert [row[k] for k in ("n", "mean", "change", "trend")] == [
                    mine[key][k] for k in ("n", "mean", "change", "trend")
                ]
        fell_silent = [row for row in found if not row["n"]]
        assert all(row["trend"] == "less" and row["mean"] > changes.SMALL_MEAN for row in fell_silent)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", ["fourteen", "thousands", "hostile"])
def test_first_contacts_are_those_of_the_view(stores: dict[str, Store], size: str, level: str) -> None:
    con = stores[size].cursor
    theirs: dict[date, dict[tuple[str, str], str]] = {}
    for row in rows(con(), "select * from first_contacts where level = $level", {"level": level}):
        theirs.setdefault(row["first_week"], {})[row["party"], row["other_party"]] = row["first_event_id"]
    assert theirs
    for week, pairs in theirs.items():
        question = replace(PAIRS, level=level, week=week)
        found = changes.first_contacts(con(), ALL, question).to_pylist()
        assert {(row["party"], row["other_party"]): row["event_id"] for row in found} == pairs
        new = changes.moved(con(), ALL, replace(question, only_new=True)).to_pylist()
        assert {tuple(sorted((row["source"], row["target"]))) for row in new} == set(pairs)
        assert sum(changes.trends(con(), ALL, replace(question, only_new=True)).values()) == len(new)


def test_who_fell_silent_is_there_too(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    silent = [
        (row, week["week"])
        for week in changes.weeks(con(), ALL, "parties", "country")
        for row in changes.moved(con(), ALL, Question("parties", "country", "stories", week["week"], 4)).to_pylist()
        if not row["n"]
    ]
    row, week = silent[0]
    told = "select coalesce(sum(n_stories), 0) / 4 as mean from country_weeks where country = $party and {}"
    before = rows(con(), told.format("week < $week and week >= $week - 28"), {"party": row["party"], "week": week})
    assert before == [{"mean": row["mean"]}]


def test_small_counts_come_last(stores: dict[str, Store]) -> None:
    question = Question("parties", "country", "as_source", WEEK, 4)
    found = changes.moved(stores["thousands"].cursor(), ALL, question).to_pylist()
    limited = [row["trend"] == "limited change" for row in found]
    assert limited == sorted(limited)
    assert True in limited and False in limited
    clear = [abs(row["n"] - row["mean"]) for row in found if row["trend"] != "limited change"]
    assert clear == sorted(clear, reverse=True)


def test_filters_are_followed_where_the_tables_can(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    whole = changes.moved(con(), ALL, PAIRS).to_pylist()
    iran = changes.moved(con(), Filters(countries=("IRN",)), PAIRS).to_pylist()
    assert 0 < len(iran) < len(whole)
    assert [row for row in whole if "IRN" in (row["source"], row["target"])] == iran
    of_class = changes.moved(con(), Filters(classes=("verbal_conflict",)), PAIRS).to_pylist()
    assert of_class == changes.moved(con(), ALL, replace(PAIRS, measure="verbal_conflict")).to_pylist()
    none = changes.moved(con(), Filters(classes=("verbal_conflict",)), replace(PAIRS, measure="cooperative"))
    assert none.num_rows == 0
    actor = replace(PAIRS, level="actor")
    of_actor = changes.moved(con(), Filters(actors=("org:un",), countries=("IRN",)), replace(actor, week=WEEK))
    assert all("org:un" in (row["source"], row["target"]) for row in of_actor.to_pylist())
    assert changes.followed(Filters(actors=("org:un",)), PAIRS).actors == ()
    weeks = changes.weeks(con(), Filters(date_from=date(2023, 3, 1), date_to=date(2023, 3, 31)), "pairs", "country")
    assert [str(week["week"]) for week in weeks] == [
        "2023-03-27", "2023-03-20", "2023-03-13", "2023-03-06", "2023-02-27",
    ]  # fmt: skip


def test_a_dumbbell_tells_the_change_by_sign_unless_it_is_limited() -> None:
    def row(label: str, n: int, mean: float | None, trend: str | None) -> dict[str, Any]:
        return {"label": label, "key": label, "n": n, "mean": mean, "trend": trend}

    data = pa.Table.from_pylist(
        [row("a", 9, 3.0, "more"), row("b", 0, 4.5, "less"), row("c", 2, 1.0, "limited change")]
    )
    assert charts.dumbbells(data)["text"].to_pylist() == ["▲ 9", "▼ 0", "2"]
    drawn = charts.moved(data, "events", "the mean").to_dict()
    line, points, *_ = drawn["layer"]
    assert line["encoding"]["y"]["sort"] == ["a", "b", "c"]
    assert points["encoding"]["shape"]["scale"]["domain"] == ["this week", "mean before"]
    assert drawn["params"][0]["select"]["fields"] == ["key"]
    bare = pa.Table.from_pylist([row("a", 9, None, None)], schema=data.schema)
    assert charts.signs(bare)["sign"].to_pylist() == ["this week"]
    assert charts.moved(bare, "events", "").to_dict()["layer"][1]["encoding"]["shape"]["legend"] is None


def test_without_weeks_before_there_is_no_word_of_change() -> None:
    news = {"first": date(2023, 10, 2), "last": date(2023, 10, 30), "n_weeks": 2}
    told = changed.summary(PAIRS, {None: 7}, news)
    assert told.startswith("7 pairs of countries, events in the week of 16 October 2023")
    assert "no norm" in told and "2 October 2023" in told
    assert not any(word in told for word in (" more", " less", "limited"))
    assert "against the mean of the 6 weeks before: 1 more and 6 of limited change." in changed.summary(
        replace(PAIRS, against=52), {"more": 1, "limited change": 6}, news | {"n_weeks": 6}
    )
    assert changed.unfinished(PAIRS, news) == ""
    assert "18 October 2023" in changed.unfinished(PAIRS, news | {"last": date(2023, 10, 18)})


def test_filters_that_rest_are_named() -> None:
    filters = Filters(outlets=("The Meridian",), min_confidence=0.5, actors=("org:un",), countries=("IRN",))
    assert "not told apart by actor, outlet and confidence" in changed.unfollowed(filters, PAIRS)
    assert "actor" not in changed.unfollowed(filters, replace(PAIRS, level="actor"))
    assert changed.unfollowed(Filters(countries=("IRN",), classes=("verbal_conflict",)), PAIRS) == ""
    stories = Question("parties", "country", "stories", WEEK, 4)
    assert "by class" in changed.unfollowed(Filters(classes=("verbal_conflict",)), stories)


def test_the_page_opens_with_a_week_that_is_whole_and_says_the_rule(
    open_page: Open, published: dict[str, Path]
) -> None:
    app = open_page(published["thousands"], "changes")
    assert app.selectbox(key="choose_week").value == "2023-12-11"  # the news end on 20 December, a Wednesday
    said = html(app)
    assert "too small for a trend" in said
    assert "against the mean of the 4 weeks before" in said
    newest = html(open_page(published["thousands"], "changes", week="2023-12-18"))
    assert "The last article is of 20 December 2023" in newest
    unfollowed = html(open_page(published["thousands"], "changes", confidence="0.5"))
    assert "not told apart by confidence" in unfollowed


def click(app: AppTest, question: Question, key: str) -> AppTest:
    asked = f"{question.of}_{question.level}_{question.measure}_{question.week}_{question.against}"
    app.session_state[f"moves_{asked}"] = {"selection": {"bar": [{"key": key}]}}
    return app.run()


def test_a_row_leads_to_the_pair_and_shows_its_week(
    open_page: Open,
    published: dict[str, Path],
    stores: dict[str, Store],
) -> None:
    top = changes.moved(stores["thousands"].cursor(), ALL, PAIRS, 1).to_pylist()[0]
    app = open_page(published["thousands"], "changes", week=str(WEEK))
    app = click(app, PAIRS, f"{top['source']} {top['target']}")
    assert not app.exception
    assert app.title[0].value == "Dyad"
    assert (app.selectbox(key="choose_a").value, app.selectbox(key="choose_b").value) == (top["source"], top["target"])
    assert "in both directions, the week of 16 October 2023" in html(app)
    assert 0 < html(app).count('class="card ') <= 3 * top["n"]


def test_a_pair_opened_in_a_week_can_be_seen_whole(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "dyad", a="IRN", b="SYR", period="week:2023-10-16")
    assert html(app).count('class="card ') < 10
    next(button for button in app.button if button.label == "Show the whole pair").click().run()
    assert html(app).count('class="card ') == 10


def test_the_weeks_behind_a_row_are_those_it_is_counted_from(stores: dict[str, Store]) -> None:
    shown = View(stores["thousands"], ALL, {})
    for row in changes.moved(stores["thousands"].cursor(), ALL, PAIRS, 10).to_pylist():
        bars = behind.weeks(shown, PAIRS, row).to_pylist()
        now = sum(bar["n_events"] for bar in bars if bar["period"] == WEEK)
        before = sum(bar["n_events"] for bar in bars if bar["period"] != WEEK)
        assert (now, before / 4) == (row["n"], row["mean"])
        assert len(behind.relations(shown, PAIRS, row)) >= min(now, behind.NEWEST)
    acting = Question("parties", "country", "as_source", WEEK, 4)
    for row in changes.moved(stores["thousands"].cursor(), ALL, acting, 10).to_pylist():
        assert {bar["direction"] for bar in behind.weeks(shown, acting, row).to_pylist()} == {"sent"}


def test_a_row_is_chosen_without_a_mouse(open_page: Open, published: dict[str, Path], stores: dict[str, Store]) -> None:
    found = changes.moved(stores["thousands"].cursor(), ALL, PAIRS, 5).to_pylist()
    row = found[-1]
    app = open_page(published["thousands"], "changes", week=str(WEEK), row=f"{row['source']} {row['target']}")
    cards = html(app).split('<div class="card ')[1:]
    assert cards
    assert row["source_name"] in cards[0] and row["target_name"] in cards[0]


def test_a_party_leads_to_what_it_did(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "changes", week=str(WEEK), compare="Parties", scope="Single actors")
    assert "is drawn as sent and as received, though it counts once" in html(app)
    app = click(app, Question("parties", "actor", "stories", WEEK, 4), "cty:SYR")
    assert app.title[0].value == "Actor"
    assert app.selectbox(key="choose_party").value == "cty:SYR"
    assert "the week of 16 October 2023" in html(app)


def test_first_contacts_come_with_their_first_sentence(
    open_page: Open,
    published: dict[str, Path],
    stores: dict[str, Store],
) -> None:
    con = stores["thousands"].cursor
    week = rows(con(), "select first_week from first_contacts where level = 'country' order by 1 desc limit 1")[0]
    app = open_page(published["thousands"], "changes", week=str(week["first_week"]), fresh="true")
    assert "that met for the first time" in html(app)
    [chosen] = [box for box in app.selectbox if box.label == "Pair"]
    pair = chosen.options[0].split(":")[0].replace("↔", "→").split(" → ")
    card = html(app).split('<div class="card ')[-1]
    assert all(name in card for name in pair)


def test_where_no_week_has_an_event_the_page_says_what_it_takes(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["two"], "changes")
    assert not app.exception
    assert "No event of this kind belongs to a week" in html(app)
    assert "No relations" in str(open_page(published["empty"], "changes").info[0].proto)
