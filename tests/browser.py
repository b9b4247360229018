"""A headless Chromium of the system, driven by playwright; a test that needs it is skipped where there is none, but not where changes are judged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Path of the browser; the test is skipped, or fails where CI is set, if there is none."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium): pages are not tried in a browser"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


@contextmanager
def browsing() -> Iterator[Any]:
    """A browser without a window."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        # root may not use the sandbox of Chromium, and containers have a small /dev/shm; loopback never goes through a proxy
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"])
        try:
            yield browser
        finally:
            browser.close()
