"""The search box in a real browser: from words to the actor, to the events of an outlet, and to all sentences."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def sought(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox", name="Search", exact=True)
    box.fill(words)
    box.press("Enter")
    expect(page.get_by_role("heading", name="Search", exact=True)).to_be_visible()
    settle(page)


def test_from_words_to_the_actor_and_to_the_events_of_an_outlet(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit()
    sought(page, "Iran")
    page.get_by_role("link", name="Iran (country").click()
    expect(page.get_by_role("heading", name="Actor", exact=True)).to_be_visible()
    expect(page.locator(".say").first).to_contain_text("Iran: ")
    sought(page, "ledger")
    page.get_by_role("button", name="Gulf Ledger").click()
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    expect(page.locator(".say").first).to_contain_text("in Gulf Ledger")
    page.wait_for_url("**outlet=Gulf*")


def test_what_a_link_of_the_page_itself_opens_stands_in_the_address(visit: Visit, dashboard: Dashboard) -> None:
    """A link that Streamlit draws to the page one is on leaves the address as it was."""
    dashboard.publish("fourteen")
    page = visit("events")
    page.get_by_role("button", name="Permalink").click()
    page.wait_for_url("**/events?*rel=*")
    page.get_by_role("button", name="All relations").click()
    page.wait_for_url(lambda url: "rel=" not in url)
    settle(page)
    expect(page.get_by_text("Evidence of the first row")).to_be_visible()
    page = visit("events?code=043&period=year:2023")
    page.get_by_role("button", name="All dates and codes").click()
    page.wait_for_url(lambda url: "period" not in url and "code" not in url)
    expect(page.get_by_text("Listed: 43 relations")).to_be_visible()


def test_on_a_phone_the_table_comes_before_what_nobody_chose(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("events", width=390)
    card, table = page.locator(".card").first.bounding_box(), page.get_by_test_id("stDataFrame").first.bounding_box()
    assert card is not None and table is not None
    assert table["y"] < card["y"]


def test_the_same_words_are_sought_again(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("search")
    for name, words in (("What to look for", "Iran"), ("What to look for", "Egypt"), ("Search", "Iran")):
        box = page.get_by_role("searchbox", name=name, exact=True)
        box.fill(words)
        box.press("Enter")
        expect(page.get_by_text(f"What holds “{words}”")).to_be_visible()
        page.wait_for_url(f"**/search?*for={words}*")
        settle(page)
    page.get_by_role("link", name="Iran (country").click()
    expect(page.get_by_role("heading", name="Actor", exact=True)).to_be_visible()
    settle(page)
    sought(page, "Iran")
    page.wait_for_url("**/search?*for=Iran*")
