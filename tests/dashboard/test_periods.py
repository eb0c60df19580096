"""A bar of a chart in time, chosen from a list instead of clicked."""

from pathlib import Path

from dashboard.queries import overview
from published.filters import Filters, Period
from published.store import Store
from tests.dashboard.conftest import Open, html


def test_a_bar_can_be_chosen_without_a_mouse(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "dyad", a="IRN", b="SYR")
    chooser = app.selectbox(key="choose_period")
    assert chooser.value == ""
    chooser.select_index(1).run()
    assert not app.exception
    assert f"in both directions, {app.selectbox(key='choose_period').options[1]}." in html(app)
    next(button for button in app.button if button.label == "Show the whole pair").click().run()
    assert app.selectbox(key="choose_period").value == ""
    assert html(app).count('class="card ') == 10


def test_the_newest_bar_of_an_actor_can_be_chosen_without_a_mouse(open_page: Open, published: dict[str, Path]) -> None:
    app = open_page(published["thousands"], "actor", party="IRN")
    app.selectbox(key="choose_period").select_index(1).run()
    assert not app.exception
    assert f"what was done to it, {app.selectbox(key='choose_period').options[1]}." in html(app)


def test_the_overview_offers_the_events_of_each_bar(
    open_page: Open, published: dict[str, Path], stores: dict[str, Store]
) -> None:
    con = stores["thousands"].cursor
    bars = overview.over_time(con(), Filters(), "week", overview.window(con(), Filters(), "week")).to_pylist()
    app = open_page(published["thousands"], "overview")
    offered = app.selectbox(key="events_of_week")
    assert len(offered.options) == len({bar["period"] for bar in bars})
    offered.select_index(0).run()
    assert not app.exception
    newest = Period("week", max(bar["period"] for bar in bars))
    assert f"Listed in {newest.words}:" in html(app)
