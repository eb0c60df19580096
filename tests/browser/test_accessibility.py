"""Every page against axe-core's rules for WCAG 2.1, levels A and AA, in light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Dashboard, settle
from tests.browser.test_in_browser import PAGES

pytestmark = pytest.mark.browser
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
}
# WCAG asks no contrast of what is switched off, as the filters are on pages that follow none; axe cannot tell it there.
SWITCHED_OFF = {"exclude": ['[data-testid="stElementContainer"]:has(:disabled)']}


def faults(page: Page) -> list[str]:
    """What axe finds wrong: rule, element, reason."""
    found = Axe().run(page, context=SWITCHED_OFF, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES, ids=PAGES.values())
def test_every_page_is_accessible(visit: Callable[..., Page], dashboard: Dashboard, path: str, dark: bool) -> None:
    dashboard.publish("fourteen")
    page = visit(path, dark=dark)
    settle(page)
    found = faults(page)
    assert not found, "\n".join(found)
