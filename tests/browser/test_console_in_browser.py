"""From an example to its answer, from a sent address to nothing until Run, and from a code to its events."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle, unfold

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_from_an_example_to_its_table_and_by_its_address(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("console")
    unfold(page.get_by_role("combobox", name="Begin with an example"))
    page.get_by_role("option", name="stories: the most reprinted").click()
    box = page.get_by_role("textbox", name="Question in SQL")
    expect(box).to_have_value("select title, n_articles, n_sources, first_published_at\nfrom stories\n"
                              "where n_articles > 1\norder by n_articles desc")  # fmt: skip
    box.press("Control+Enter")
    expect(page.get_by_text("2 rows of 4 columns, the whole answer.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of all 2 rows").click()
    assert download.value.suggested_filename.startswith("entente-answer")
    page.wait_for_url("**/console?*sql=*")
    sent = visit(page.url.removeprefix(dashboard.url + "/"))
    expect(sent.get_by_role("textbox", name="Question in SQL")).to_have_value(box.input_value())
    settle(sent)
    expect(sent.get_by_role("heading", name="Answer", exact=True)).to_have_count(0)
    sent.get_by_role("button", name="Run").click()
    expect(sent.get_by_text("2 rows of 4 columns, the whole answer.")).to_be_visible()


def test_names_in_an_answer_stay_text(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("hostile")
    page = visit('console?sql=select+*,+1+as+"<img+src=http://evil.invalid>"+from+relations', width=390)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("the whole answer.")).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator('main img[src*="evil"]').count() == 0


def test_from_a_code_to_its_events(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("method")
    unfold(page.get_by_role("combobox", name="Events of a code"))
    page.get_by_role("option", name="163 Impose embargo").click()
    page.wait_for_url("**/events?*code=163*")
    expect(page.get_by_text("Listed of CAMEO code 163")).to_be_visible()
