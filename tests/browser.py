"""The browser of this machine for tests: one that needs it is skipped where there is none, but not where changes are judged."""

from __future__ import annotations

import os

import pytest
from local import browser
from local.browser import PATIENCE, browsing, logged_in

__all__ = ["PATIENCE", "browsing", "chromium", "logged_in"]


def chromium() -> str:
    """Path of the browser; the test is skipped, or fails where CI is set, if there is none."""
    found = browser.chromium()
    if found is None:
        reason = "no Chromium on this machine (Debian: apt-get install chromium): pages are not tried in a browser"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found
