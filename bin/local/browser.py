"""A headless Chromium of this machine, driven by playwright, and Airflow's login form."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 90_000  # milliseconds: Airflow's first pages are slow on a busy machine


def chromium() -> str | None:
    """Path of the browser, None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def browsing() -> Iterator[Any]:
    """A browser without a window."""
    path = chromium()
    if path is None:
        raise SystemExit("No Chromium was found on this machine. On Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        # root may not use the sandbox of Chromium, and containers have a small /dev/shm; loopback never goes through a proxy
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"])
        try:
            yield browser
        finally:
            browser.close()


def logged_in(browser: Any, url: str, user: str, password: str, **context: Any) -> Any:
    """A page of a new context on which the user has logged in by Airflow's own form."""
    page = browser.new_context(**context).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda address: "/auth/login" not in address)
    return page
