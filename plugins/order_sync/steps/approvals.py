"""Approvals that a person is asked for: what waits, the question, and the answer, which covers exactly what was shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from order_sync.errors import SettingsError
from order_sync.mapping import approval_summary
from order_sync.steps.holded_dates import newest_day
from order_sync.steps.series_numbers import series_rows
from order_sync.steps.shop import Shop
from order_sync.store.database import Database, Row

SHOWN = ("wix_order_id", "part", "remote_id", "amount_minor", "doc_date")
NOBODY = "nobody answered in time"


def waiting(shop: Shop, numbers: Sequence[str] | None = None) -> list[Row]:
    """Proven drafts whose approval waits for a person, in the order in which they would be approved."""
    _must_ask(shop)
    return shop.database.rows("approvals/waiting", store=shop.store, numbers=list(numbers) if numbers else None)


def tables(shop: Shop, documents: Sequence[Row]) -> dict[str, Any]:
    """totals, series and warnings about documents that wait; reads the series' last numbers, one call per kind."""
    known = {kind: series_rows(shop, kind, hours=0) for kind in sorted({row["kind"] for row in documents})}
    pairs = {(row["kind"], row["series"]) for row in documents}
    newest = {pair: newest_day(shop, pair[0], pair[1] or None)[0] for pair in pairs}
    until = shop.settings.holded.closed_period.until
    return {
        "totals": approval_summary.totals(documents),
        "series": approval_summary.by_series(documents, known),
        "warnings": approval_summary.warnings(documents, newest, until),
    }


def ask(shop: Shop, numbers: Sequence[str] | None = None, *, again: bool = False) -> dict[str, Any]:
    """Write the question down: {request, documents, subject, body}. Empty where nothing waits, or a person said no to just this today.

    ``again``: ask it all the same.
    """
    documents = waiting(shop, numbers)
    shown = [{name: row[name] for name in SHOWN} for row in documents]
    text = json.dumps(shown, default=str, sort_keys=True)
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    if not documents or (not again and shop.database.one("approvals/refused_lately", store=shop.store, fingerprint=fingerprint)):
        return {}
    found = tables(shop, documents)
    row = shop.database.one("approvals/ask", store=shop.store, run_key=shop.run_key, fingerprint=fingerprint, documents=text)
    if row is None:
        return {}  # this run's question was answered before it was repeated
    body = approval_summary.markdown(shop.settings.name, found["totals"], found["series"], found["warnings"])
    subject = f"Approve {len(documents)} documents of {shop.settings.name} in Holded?"
    return {"request": row["request_id"], "documents": len(documents), "subject": subject, "body": body}


def agree(database: Database, store: str, request: int, *, by: str, numbers: Sequence[str] = (), kind: str | None = None) -> dict[str, Any]:
    """Record a person's yes to what a question showed (or to these order numbers, or this kind of it).

    {agreed: order numbers, left_out: how many shown documents have changed, are approved, or were agreed to before}. Only the first answer
    to a question counts.
    """
    with database.begin() as tx:
        answered = tx.one("approvals/answer", store=store, request_id=request, state="agreed", answered_by=by)
        if answered is None:
            return {"agreed": [], "left_out": 0, "answered_before": True}
        chosen = _chosen(tx.rows("approvals/shown", store=store, documents=json.dumps(answered["documents"])), numbers, kind)
        done = tx.rows("approvals/agree", store=store, agreed_by=by, documents=json.dumps(chosen, default=str))
    return {"agreed": [row["order_number"] for row in done], "left_out": len(chosen) - len(done), "answered_before": False}


def refuse(database: Database, store: str, request: int, *, by: str | None) -> bool:
    """Record a no, or (``by`` None) that nobody answered: then the next hour asks again. False where it was answered before."""
    state = "rejected" if by else "expired"
    return database.one("approvals/answer", store=store, request_id=request, state=state, answered_by=by or NOBODY) is not None


def _chosen(documents: Sequence[Row], numbers: Sequence[str], kind: str | None) -> list[Row]:
    wanted = {str(number).strip() for number in numbers or () if str(number).strip()}
    return [
        {name: row[name] for name in SHOWN}
        for row in documents
        if (not wanted or row["order_number"] in wanted) and (not kind or row["kind"] == kind)
    ]


def _must_ask(shop: Shop) -> None:
    if shop.settings.holded is None or shop.settings.holded.approve != "ask":
        raise SettingsError(
            "nobody is asked for approvals", where=f"store {shop.store}", cure="Set holded.approve to ask in the settings of the store."
        )
