"""From what moved in a week to the sentence, and from a bar of an actor to its evidence, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BARS = 'path[aria-roledescription="rect mark"]'


def test_from_a_change_to_the_pair_and_its_sentence(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("changes?week=2023-10-16")
    expect(page.locator(".say").first).to_contain_text("against the mean of the 4 weeks before")
    page.locator(BARS).first.click()
    expect(page.get_by_role("heading", name="Dyad", exact=True)).to_be_visible()
    page.wait_for_url("**/dyad?*period=week*2023-10-16*")
    expect(page.get_by_text("in both directions, the week of 16 October 2023")).to_be_visible()
    trigger = page.locator(".card mark.span-trigger").first.inner_text()
    page.get_by_role("link", name="Open in the article").first.click()
    expect(page.locator(".story mark.span-trigger")).to_have_text(trigger)


def test_from_a_change_to_what_is_behind_it_without_a_mouse(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("changes?week=2023-10-16&compare=Parties&count_parties=events+in+which+they+act&row=SYR")
    expect(page.locator(".card .who").first).to_contain_text("Syria")
    page.get_by_role("link", name="This week in all of its time").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actor?*party=SYR*")
    expect(page.locator(".say").first).to_contain_text("Syria: ")
    expect(page.get_by_role("button", name="Show all of it")).to_be_visible()


def test_from_a_bar_of_an_actor_to_its_evidence(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("actor?party=IRN")
    page.locator(BARS).first.click()
    expect(page.get_by_role("button", name="Show all of it")).to_be_visible()
    settle(page)
    expect(page.locator(".card .who").first).to_contain_text("Iran")
    page.get_by_role("button", name="Show all of it").click()
    expect(page.get_by_role("button", name="Show all of it")).to_have_count(0)


def test_an_actor_is_found_by_name_and_kept_in_the_address(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("actor")
    page.get_by_role("searchbox", name="Find by name").fill("nations")
    page.keyboard.press("Enter")
    expect(page.locator(".say").first).to_contain_text("United Nations: ")
    settle(page)
    named = page.get_by_role("combobox", name="Named")
    named.scroll_into_view_if_needed()  # a list that is open closes when the page is scrolled
    named.click()
    page.get_by_role("option", name="United Nations").click()
    page.wait_for_url("**/actor?*named=United*")
    expect(page.locator("mark.span-mention").first).to_have_text("United Nations")
    again = visit(page.url.removeprefix(dashboard.url + "/"))
    expect(again.locator(".say").first).to_contain_text("United Nations: ")
