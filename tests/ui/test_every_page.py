"""Every page in a real browser: for each role, in both themes, on a phone, with axe looking for what shuts people out."""

from __future__ import annotations

import pytest
from page_routes import PAGES

LOOKS = [address for method, _, address in PAGES if method == "GET" and not address.endswith((".pdf", ".csv", "/", ".js"))]
SERIOUS = ("serious", "critical")


def findings(page):
    """What axe finds serious: rule, impact and the first place of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], one["impact"], len(one["nodes"]), one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_shut_out(room, theme):
    page = room.page("admin", color_scheme=theme, bypass_csp=True)  # the policy of our pages would keep axe out too
    faults = {}
    for path in LOOKS:
        answer = page.goto(room.address(path))
        assert answer.status in (200, 404), (path, answer.status)
        if found := findings(page):
            faults[path] = found
    assert faults == {}
    page.context.close()


def test_every_page_fits_a_phone_and_says_nothing_in_the_console(room):
    page = room.page("viewer", viewport={"width": 375, "height": 740})
    wide, said = {}, []
    page.on("console", lambda message: said.append((page.url, message.text)) if message.type in ("error", "warning") else None)
    for path in LOOKS:
        answer = page.goto(room.address(path))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 375:
            wide[path] = width
        if answer.status != 200:
            said.clear()  # the browser tells each 404 by itself
    assert (wide, said) == ({}, [])
    page.context.close()
