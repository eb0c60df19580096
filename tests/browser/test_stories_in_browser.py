"""From a story to its reports, to the article, to the sentence."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle, unfold

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_from_a_dot_to_the_story_to_the_sentence(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("stories?country=Iran")
    page.locator('path[aria-roledescription="circle"]').nth(2).click()
    page.wait_for_url("**/stories?*story=*")
    expect(page.get_by_role("heading", name="Who printed it, in order of publication")).to_be_visible()
    expect(page.locator(".compared mark").first).to_be_visible()
    assert "country=Iran" in page.url
    sentence = page.locator(".card:has(mark) .sentence").first.inner_text()
    page.get_by_role("link", name="Open in the article").first.click()
    expect(page.get_by_role("heading", name="Article", exact=True)).to_be_visible()
    expect(page.locator(".card .sentence").first).to_have_text(sentence)


def test_a_story_is_opened_by_its_title_and_read_on_a_phone(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("stories", width=390, dark=True)
    unfold(page.get_by_role("combobox", name="Open a story"))
    page.get_by_role("option").first.click()
    page.wait_for_url("**/stories?*story=*")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    title = page.locator("h3.heading").inner_text()
    again = visit(page.url.removeprefix(dashboard.url + "/"))
    expect(again.locator("h3.heading")).to_have_text(title)
    again.get_by_role("button", name="All stories").click()
    expect(again.get_by_role("heading", name="Every story")).to_be_visible()
    page.get_by_role("link", name="Open the article").first.click()
    expect(page.locator(".story")).to_contain_text(title)
