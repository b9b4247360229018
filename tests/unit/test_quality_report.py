"""The report is one safe page that says in plain words what was checked and what failed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import quality_frames as good
from order_sync.quality.page import cell
from order_sync.quality.report import render
from order_sync.quality.run import check
from order_sync.quality.suites import sentence

MADE = datetime(2026, 11, 21, 10, 5, tzinfo=UTC)


class Reader(HTMLParser):
    """Collects tags, attributes and text, and holds that every tag that opens also closes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def rows(store="es", broken=False):
    frames = good.landed()
    if broken:
        frames["orders"].loc[1, "currency"] = "euro"
    return [{"store": store, **result} for result in check("landed_and_built", frames, good.landed_context()).results]


def test_says_what_failed_for_which_orders_and_what_holds():
    page = Reader(render([*rows(broken=True), *rows("nl")], title="Quality", made_at=MADE))
    assert "Store es" in page.text and "Store nl" in page.text and "Made 2026-11-21 10:05 UTC" in page.text
    failed = page.text.split("Store es")[1].split("Store nl")[0]
    assert sentence("landed.currency_is_iso") in failed and "10002" in failed and "these orders only" in failed and "euro" in failed
    assert "All rules hold." in page.text.split("Store nl")[1] and "10002" not in page.text.split("Store nl")[1]


def test_runs_of_one_rule_are_counted_together():
    page = Reader(render([*rows(broken=True), *rows(), *rows()], title="Quality", made_at=MADE))
    assert page.text.count(sentence("landed.currency_is_iso")) == 1
    assert "landed.currency_is_iso 9 1 these orders only 10002 euro" in page.text


def test_a_stopped_run_is_named_so():
    result = {"store": "es", "suite": "landed_and_built", "rule": "landed.malformed_share", "scope": "batch", "success": False}
    text = Reader(render([{**result, "checked": 1, "failed": 1, "orders": [], "seen": {"values": ["0.8"]}}], title="Q", made_at=MADE)).text
    assert "the whole run, which was stopped" in text and "0.8" in text
    text = Reader(
        render(
            [{**result, "scope": "row", "checked": 1, "failed": 1, "orders": [], "seen": {"error": "KeyError"}}], title="Q", made_at=MADE
        )
    ).text
    assert "not evaluated: KeyError" in text and "the whole run, which was stopped" in text


def test_everything_from_outside_is_escaped():
    evil = '<script>alert("x")</script><img src=x onerror=y>\'"&'
    result = {
        "store": evil, "suite": evil, "rule": evil, "scope": "row", "success": False, "checked": 1, "failed": 1,
        "orders": [evil], "seen": {"values": [evil]},
    }  # fmt: skip
    page = Reader(render([result], title=evil, made_at=MADE, summary={evil: [{evil: evil, "n": [evil]}]}))
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert page.text.count(evil) >= 8
    assert {name for name, _ in page.attributes} <= {"lang", "charset", "name", "content", "http-equiv", "class", "scope", "data-label"}


def test_needs_nothing_from_outside_and_fits_phone_and_dark():
    text = render(rows(broken=True), title="Quality", made_at=MADE)
    assert not re.search(r"https?:|src=|href=|url\(|@import", text)
    assert "default-src 'none'" in text and "prefers-color-scheme: dark" in text and "width=device-width" in text
    assert re.search(r"@media \(max-width", text)


def test_summary_tables_come_first_as_the_caller_made_them():
    summary = {"Documents": [{"Kind": "receipt", "Count": 1200}, {"Kind": "invoice", "Count": None}], "Shipments": []}
    page = Reader(render([], title="Demo", made_at=MADE, summary=summary))
    assert page.text.index("Documents") < page.text.index("Quality checks")
    assert "Kind Count receipt 1,200 invoice –" in page.text and "Shipments Nothing." in page.text and "No check has run." in page.text


def test_cells_are_plain_words():
    assert [cell(value) for value in (None, "", True, 1234567, ["a", "<b>"], 0)] == ["–", "–", "yes", "1,234,567", "a, &lt;b&gt;", "0"]


def test_long_lists_of_orders_are_cut():
    result = {
        "store": "es", "suite": "landed_and_built", "rule": "landed.currency_is_iso", "scope": "row", "success": False,
        "checked": 60, "failed": 60, "orders": [str(number) for number in range(60)], "seen": {},
    }  # fmt: skip
    assert "and 10 more" in Reader(render([result], title="Q", made_at=MADE)).text
