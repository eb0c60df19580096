"""The search box in a real browser: from words to the actor, to the events of an outlet, and to all sentences."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def sought(page: Page, words: str) -> None:
    box = page.get_by_label("Search", exact=True)
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
