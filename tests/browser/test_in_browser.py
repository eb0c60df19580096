"""The dashboard in a real browser: every page in every light, and the ways from a number to the sentence behind it."""

import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard, settle, unfold

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAGES = {
    "": "Overview", "changes": "Changes", "dyad": "Dyad", "who": "Who to whom", "network": "Network", "actor": "Actor",
    "map": "Map", "events": "Events", "article": "Article", "stories": "Stories",
    "trial": "Try a sentence", "unknown": "Unknown actors", "doubtful": "Doubtful relations", "quality": "Quality",
    "search?for=Iran": "Search", "method": "Method and data", "console": "SQL console",
}  # fmt: skip
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("fourteen", {}),
    "dark": ("two", {"dark": True}),
    "phone": ("hostile", {"width": 390}),
}
BARS = 'path[aria-roledescription="rect mark"]'


def foot(page: Page, run: str) -> None:
    expect(page.locator(".foot")).to_contain_text(f"Build {run} ")


def test_before_the_first_build_and_through_the_next_two(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.file.unlink(missing_ok=True)
    page = visit()
    expect(page.get_by_role("heading", name="No database yet")).to_be_visible()
    dashboard.publish("two")
    foot(page, "run-two")
    expect(page.get_by_role("heading", name="Every relation, newest first")).to_be_visible()
    dashboard.publish("fourteen")
    foot(page, "run-fourteen")
    expect(page.locator(".say").first).to_contain_text("from 14 articles")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_stands(visit: Visit, dashboard: Dashboard, look: str) -> None:
    size, options = LOOKS[look]
    dashboard.publish(size)
    for path, title in PAGES.items():
        page = visit(path, **options)
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        foot(page, f"run-{size}")
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{title} must be scrolled sideways"
        # names, headlines and addresses of the hostile file stay text
        assert page.locator('main img[src*="evil"], main a[href*="evil"], main a[href^="javascript"]').count() == 0
        page.close()


def test_from_a_week_to_the_article(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit()
    page.locator(BARS).nth(5).click()
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    expect(page.get_by_text("Listed in the week of")).to_be_visible()
    settle(page)
    table = page.get_by_test_id("stDataFrame").first
    table.click(position={"x": 150, "y": 52})
    expect(page.get_by_text("Evidence of the row you chose.")).to_be_visible()
    settle(page)
    card = page.locator(".card").first
    expect(card.locator("mark.span-source")).to_be_in_viewport()
    assert {"source", "trigger", "target"} == set(card.locator("small").all_inner_texts())
    trigger = card.locator("mark.span-trigger").inner_text()
    page.get_by_role("link", name="Open in the article").first.click()
    expect(page.get_by_role("heading", name="Article", exact=True)).to_be_visible()
    expect(page.locator(".story mark.span-trigger")).to_have_text(trigger)
    assert page.locator(".story mark.span-mention").count() >= 2


def test_from_a_bar_of_a_pair_to_the_pair(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit()
    page.locator('path[aria-roledescription="bar"]').first.click()
    expect(page.get_by_role("heading", name="Dyad", exact=True)).to_be_visible()
    page.wait_for_url("**/dyad?*a=*b=*")
    expect(page.get_by_text("The address asks for")).to_have_count(0)


def test_from_a_tile_of_the_matrix_to_the_pair(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("who")
    tile = page.locator(BARS).and_(page.locator('[aria-label^="to: Syria; from: Iran;"]'))
    tile.click(force=True)  # in the middle, where the number stands
    expect(page.get_by_role("heading", name="Dyad", exact=True)).to_be_visible()
    page.wait_for_url("**/dyad?*a=IRN*b=SYR*")


def test_from_a_cell_to_the_pair_without_a_mouse(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("who?ends=Single+actors&cell=cty:IRN+cty:OMN")
    expect(page.locator(".card .who").first).to_contain_text("Iran")
    page.get_by_role("link", name="The pair in time").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyad?*a=cty*IRN*")
    expect(page.locator(".say").first).to_contain_text("Iran and Oman")


def test_from_an_unknown_name_to_rows_and_to_the_article(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("unknown")
    page.locator('path[aria-roledescription="bar"]').nth(1).click()
    page.wait_for_url("**/unknown?*name=*")
    page.get_by_text("As rows for a folder of your own actors").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="actors.csv").click()
    assert download.value.path().read_text().startswith("actor_id,actor,kind,country")
    name = page.locator("mark.span-mention").first.inner_text()
    page.get_by_role("link", name="Open the article").first.click()
    expect(page.locator(".story")).to_contain_text(name)


def test_a_permalink_and_the_filters_survive_being_sent(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("dyad?status=actual&confidence=0.5")
    expect(page.locator(".say").first).to_contain_text("Filtered told as actual, with confidence 0.50 or more")
    sentence = page.locator(".card .sentence").first.inner_text()
    page.get_by_role("link", name="Permalink").first.click()
    page.wait_for_url("**/events?*rel=*")
    again = visit(page.url.removeprefix(dashboard.url + "/"))
    expect(again.locator(".card .sentence").first).to_have_text(sentence)
    assert "confidence=0.5" in again.url


def test_a_clicked_bar_shows_its_sentences_beneath(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("thousands")
    page = visit("dyad?a=IRN&b=SYR")
    expect(page.locator(".say").first).to_contain_text("Iran and Syria")
    page.locator(BARS).first.click()
    expect(page.get_by_role("button", name="Show the whole pair")).to_be_visible()
    expect(page.locator(".card")).not_to_have_count(10)
    settle(page)
    assert 0 < page.locator(".card").count() < 10
    page.get_by_role("button", name="Show the whole pair").click()
    expect(page.locator(".card")).to_have_count(10)


def test_choosing_another_party_is_kept_in_the_address(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("fourteen")
    page = visit("dyad")
    unfold(page.get_by_role("combobox", name="A", exact=True))
    page.get_by_role("option", name="Iran", exact=True).click()
    page.wait_for_url("**/dyad?*a=IRN*")
    expect(page.locator(".say").first).to_contain_text("Iran and")


def test_the_export_holds_all_that_is_listed(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("hostile")
    page = visit("events")
    expect(page.get_by_role("button", name="CSV of all")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of all").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        data, sheet = (archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert data.startswith('"relation_id","event_id"')
    assert '"=' not in data
    assert sheet.startswith("# Datasheet of entente-relations-")


def test_the_keyboard_reaches_the_evidence(visit: Visit, dashboard: Dashboard) -> None:
    dashboard.publish("two")
    page = visit()
    expect(page.get_by_role("link", name="Permalink").first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").endswith("Permalink"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?*rel=*")
    expect(page.locator(".card").first).to_be_visible()
