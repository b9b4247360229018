"""Documents of the ledger against Holded: deleted, edited, approved or converted by people, and unknown ones with our marker.

Lists alone, a hundred documents a call; a document is read by its id only where its list leaves it out, where a person asks for its
order, or where the store's settings pay for it. What the day's calls leave over goes to older documents, a stretch a day.
Source: Holded contract, 2.7, 2.8, 12.2.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from order_sync.errors import ContractBroken, NotThere, QuotaSpent
from order_sync.mapping.document_drift import Made, changes, total_of
from order_sync.steps.holded_contacts import known_contact
from order_sync.steps.quota import Purse
from order_sync.steps.reconcile_findings import Budget, Finding, keep, open_findings
from order_sync.steps.reconcile_unknown import Strangers
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Row

log = logging.getLogger(__name__)
SETTLE = 900  # seconds that a list may be late (12.2): younger documents are left to the next day
DAY = timedelta(days=1)


class Comparison:
    """One pass over the documents of a store; writes nothing before ``end``."""

    def __init__(self, shop: Shop, budget: Budget) -> None:
        self.shop, self.budget, self.wanted = shop, budget, shop.settings.reconcile
        self.found: list[Finding] = []
        self.sights: dict[str, Row] = {}  # what is remembered of each document that was looked at, by its id
        self.approved: list[Row] = []
        self.counts = {"documents": 0, "read": 0, "unconfirmed": 0}
        before = open_findings(shop, "holded")
        self.strangers = Strangers(shop, budget, before)
        self._deleted = {finding.object_id for finding in before if finding.what == "deleted"}
        self._lines = {finding.object_id: finding for finding in before if finding.what == "edited" and finding.field.endswith(" lines")}

    def stretch(self, kind: str, since: date, until: date) -> date:
        """List a kind from the latest day back; the day from which on all was seen: ``since``, or a later one where the calls ran out."""
        rows: dict[str, Row] = {}
        complete = since
        for page in self.shop.holded().document_pages(kind, since, until + DAY):
            rows |= {row["id"]: row for row in page}
            if self.budget.left < 1:
                days = [row["date"] for row in page if row["date"]]
                complete = min(days) + DAY if days else until + DAY
                break
        self._compare(kind, rows, complete, until)
        return complete

    def _compare(self, kind: str, rows: dict[str, Row], since: date, until: date) -> None:
        ours = self._documents(list(rows), kind, since, until)
        missing = []
        for document in ours:
            row = rows.get(document["remote_id"])
            if row is not None:
                self.look(document, row)
            elif document["kind"] == kind:
                missing.append(document)
        known = {document["remote_id"] for document in ours}
        self.strangers.listed(kind, [row for row in rows.values() if row["id"] not in known])
        self.read(missing)

    def read(self, documents: Iterable[Row], *, again: bool = False) -> None:
        """Read documents one by one, as long as calls are left; one that is known to be gone is not asked for again.

        ``again``: also those that a list of this run has shown.
        """
        for document in documents:
            if document["remote_id"] in self._deleted or (document["remote_id"] in self.sights and not again):
                continue
            if self.budget.left < 1:
                self.counts["unconfirmed"] += 1
                continue
            self.counts["read"] += 1
            try:
                found = self.shop.holded().read(document["kind"], document["remote_id"])
            except NotThere:
                self._gone(document)
            except ContractBroken as error:
                log.warning("%s %s cannot be read: %s", document["kind"], document["remote_id"], error)
            else:
                self.look(document, found, whole=True)

    def by_id(self, ids: list[str], *, again: bool = False) -> None:
        """Read the documents with these ids one by one."""
        self.read(self._documents(ids), again=again)

    def lines_again(self) -> None:
        """Read those whose lines were wrong: lists do not show whether they still are."""
        self.by_id(sorted(self._lines), again=True)

    def look(self, document: Row, row: Row, *, whole: bool = False) -> None:
        """Compare one document with what Holded shows of it."""
        id = document["remote_id"]
        self.counts["documents"] += id not in self.sights
        if id in self.sights:  # its list has shown it before
            self.found = [finding for finding in self.found if finding.object_id != id]
        if row["lines"] is None and id in self._lines:
            self.found.append(self._lines[id])  # a list does not show whether they are right again
        contact = document["contact_id"] or (None if document["known"] else self._contact(document)) or row["contact_id"]
        made = Made(
            document["total_minor"], document["currency"], document["doc_date"], contact, document["canceled_by_us"],
            document["body"].get("items") if document["role"] in ("document", "replacement") else None,
        )  # fmt: skip
        self.found += [self._edited(document, change) for change in changes(made, row)]
        if row["draft"] is False and document["remote_state"] != "approved":
            self.approved.append({"remote_id": document["remote_id"], "number": row["number"]})
            number = row["number"] or "without number"
            self.found.append(self._finding(document, "approved", "state", "draft", f"approved in Holded, {number}"))
        self._saw(document, whole, contact_id=contact, total_minor=total_of(row, document["currency"]), canceled=row["canceled"])
        self.sights[document["remote_id"]]["currency"] = row["currency"] or document["currency"]

    def _gone(self, document: Row) -> None:
        id = document["remote_id"]
        seen = f"{document['kind']} {id} is not in Holded any more"
        self.found.append(self._finding(document, "deleted", f"id {id}", "", seen, "DELETED_REMOTELY"))
        self._saw(document, True, gone=True)

    def _edited(self, document: Row, change: Any) -> Finding:
        code = "DOCUMENT_EDITED" if change.field in self.wanted.hold_for else None
        field = f"{document['kind']} {document['remote_number'] or document['remote_id']} {change.field}"
        return self._finding(document, "edited", field, change.expected, change.seen, code)

    def _finding(self, document: Row, what: str, field: str, expected: str, seen: str, code: str | None = None) -> Finding:
        return Finding(
            "holded", document["remote_id"], what, "holded", document["wix_order_id"], document["order_number"], field, expected, seen, code
        )

    def _saw(self, document: Row, whole: bool, **seen: Any) -> None:
        self.sights[document["remote_id"]] = {
            "remote_id": document["remote_id"], "kind": document["kind"], "whole": whole, "contact_id": None, "currency": None,
            "total_minor": None, "gone": False, "canceled": False, **seen,
        }  # fmt: skip

    def _contact(self, document: Row) -> str | None:
        """The contact that the document was made for, where an order of the buyer settled it."""
        return known_contact(self.shop, document["contact"]) if document["contact"] else None

    def _documents(self, ids: list[str], kind: str | None = None, since: date | None = None, until: date | None = None) -> list[Row]:
        return self.shop.database.rows(
            "reconcile/documents", store=self.shop.store, ids=ids, kind=kind, since=since, until=until, settle=SETTLE
        )

    def end(self) -> dict[str, int]:
        """Write down what was seen and found; counts."""
        database, store = self.shop.database, self.shop.store
        still = {document["remote_id"] for document in self._documents(list(self.sights))}  # a sender may have taken one back meanwhile
        with database.begin() as tx:
            tx.run_many("reconcile/see", [{"store": store, **row} for id, row in self.sights.items() if id in still])
            tx.run_many("reconcile/approved", [{"store": store, **row} for row in self.approved if row["remote_id"] in still])
        found = [finding for finding in self.found if finding.object_id in still]
        looked = [*self.sights, *self.strangers.looked]
        return self.counts | {"calls": self.budget.spent} | keep(self.shop, "holded", [*found, *self.strangers.found], looked)


def allowed(shop: Shop) -> int:
    """Calls that this run may make: the store's wish, but never the reserve of the month."""
    most = shop.settings.reconcile.holded_calls
    if not shop.settings.holded or most < 1:
        return 0
    try:
        left = Purse(shop).left
    except QuotaSpent as error:
        log.warning("%s", error)
        return 0
    return most if left is None else max(0, min(most, left - shop.settings.holded.quota.reserve))


def compare(shop: Shop, numbers: list[str] | None = None, *, dry_run: bool = False) -> dict[str, Any]:
    """Compare the documents of the last days (or of the named orders); counts, and in a dry run the findings instead of holds."""
    most = allowed(shop)
    if most < 1:
        log.warning("Holded is not compared: no calls are left for it (reconcile.holded_calls, holded.quota.reserve)")
        return {"calls": 0}
    comparison = Comparison(shop, Budget(shop.holded().client, most))
    try:
        if numbers:
            rows = shop.database.rows("reconcile/ids_of_orders", store=shop.store, destination="holded", numbers=numbers)
            comparison.by_id([row["remote_id"] for row in rows])
        else:
            _all(shop, comparison)
    except QuotaSpent as error:
        log.warning("the comparison with Holded ends here: %s", error)
    if dry_run:
        return {"calls": comparison.budget.spent, "findings": [*comparison.found, *comparison.strangers.found]}
    return comparison.end()


def _all(shop: Shop, comparison: Comparison) -> None:
    since = shop.today() - timedelta(days=shop.settings.reconcile.days)
    kinds = shop.database.rows("reconcile/kinds", store=shop.store)
    for kind in kinds:
        if kind["newest"] >= since and comparison.budget.left:
            comparison.stretch(kind["kind"], since, max(shop.today(), kind["newest"]))
    suspects = shop.database.rows("reconcile/suspects", store=shop.store, remote="holded")
    comparison.by_id([row["remote_id"] for row in suspects])
    comparison.lines_again()
    comparison.strangers.again()
    if shop.settings.reconcile.read_whole:
        unread = shop.database.rows("reconcile/unread", store=shop.store, since=since, most=shop.settings.reconcile.read_whole)
        comparison.by_id([row["remote_id"] for row in unread], again=True)
    _older(shop, comparison, kinds, since)


def _older(shop: Shop, comparison: Comparison, kinds: list[Row], since: date) -> None:
    """Go on with older documents where the last run stopped; behind the oldest it begins again."""
    connection, name = shop.settings.holded.connection, f"reconcile stretch:{shop.store}"
    reached = dict(master.cached(shop.database, connection, name) or {})
    for kind in sorted(kinds, key=lambda row: reached.get(row["kind"], "9999"), reverse=True):
        if kind["oldest"] >= since or comparison.budget.left < 1:
            continue
        until = min(date.fromisoformat(reached.get(kind["kind"], "9999-12-31")), since) - DAY
        if until < kind["oldest"]:
            until = since - DAY
        complete = comparison.stretch(kind["kind"], kind["oldest"], until)
        reached[kind["kind"]] = min(complete, until).isoformat()  # a day that fills all calls by itself is not looked at twice
    master.save(shop.database, connection, name, reached)
