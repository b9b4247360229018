"""The page of a print job says on what paper its files are, and how many pages they have."""

from __future__ import annotations

import re

import pytest
from order_sync.steps import label_pages
from pages_world import client, login

JOB = {
    "store": "nl", "job_id": 7, "created_at": None, "state": "done", "kind": "label", "paper": "A6", "labels": 3, "held": 0, "deleted_at": None,
    "payment_link": None, "of": [],
}  # fmt: skip


def page(monkeypatch, **files: int) -> str:
    """The job's page, tags taken out; ``files``: name to pages."""
    job = JOB | {"files": {name: {"pages": pages, "bytes": 2048} for name, pages in files.items()}}
    monkeypatch.setattr(label_pages, "one_job", lambda *_: job)
    answer = client(monkeypatch).get("/order-sync/labels/nl/7", headers=login("user"))
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"labels": 3}, ["Paper A6 ", "3 pages of A6"]),
        ({"labels": 1}, ["Paper A6 ", "1 page of A6"]),
        ({"labels": 2, "customs": 1}, ["Paper A6, customs forms A4 ", "2 pages of A6", "1 page of A4"]),
        ({"customs": 4}, ["Paper A4 ", "4 pages of A4"]),
    ],
)
def test_paper_and_pages_are_those_of_the_files(monkeypatch, files, told):
    text = page(monkeypatch, **files)
    assert [words for words in told if words not in text] == []
    assert "1 pages" not in text
