"""The ways from the network and the map to what lies behind them, by mouse and by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_from_a_party_of_the_network_to_its_portrait(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("network")
    page.locator("svg text").get_by_text("Colombia", exact=True).click()
    expect(page.get_by_role("heading", name="Actor", exact=True)).to_be_visible()
    page.wait_for_url("**/actor?*party=COL*")
    expect(page.locator(".say").first).to_contain_text("Colombia:")


def test_from_a_tie_of_the_network_to_the_pair_in_that_year(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("network?year=2023&around=IND")  # India has one tie, so the line lies free
    expect(page.locator(".say").first).to_be_visible()
    line = page.locator('svg path[stroke="#1b62a5"]').first
    line.scroll_into_view_if_needed()
    box = line.evaluate("line => line.getBoundingClientRect().toJSON()")
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", name="Dyad", exact=True)).to_be_visible()
    page.wait_for_url("**/dyad?*a=IND*b=SAU*")
    expect(page.locator(".say").first).to_contain_text("from 1 January 2023 to 31 December 2023")


def test_from_a_tie_to_the_pair_without_a_mouse(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("network?year=2023&tie=EGY+SAU")
    page.get_by_role("button", name="The pair in time").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyad?*a=EGY*b=SAU*")
    expect(page.locator(".say").first).to_contain_text("from 1 January 2023 to 31 December 2023")


def test_from_a_country_of_the_map_to_its_events(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("map?status=actual")
    page.locator('path[aria-label*="country: China"]').click()
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    expect(page.locator(".say").first).to_contain_text("told as actual")
    expect(page.get_by_text("Listed with China: ")).to_be_visible()
    page.wait_for_url("**/events?*party=CHN*")


def test_from_the_map_to_the_events_of_an_organisation_without_a_mouse(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("map?place=org:un")
    expect(page.locator(".card .who").first).to_contain_text("United Nations")
    page.get_by_role("button", name="All its events").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    expect(page.get_by_text("Listed with United Nations: ")).to_be_visible()
