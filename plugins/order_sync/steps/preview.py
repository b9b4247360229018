"""The exact requests that the next run would send; none is sent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from order_sync.steps.explain import without_personal_data
from order_sync.steps.holded_work import Work, later_day
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry, Ledger

Request = dict[str, Any]
FIELDS = ("method", "path", "body", "order_number", "only")
DOUBTFUL = "where the look-up of the lost answer finds nothing"


def preview(shop: Shop, destination: str, numbers: list[str] | None = None, *, personal: bool = True) -> list[Request]:
    """Writes in sending order, and the look-ups of contacts: method, path (below the host), body, order_number, only.

    ``only`` says on what a request depends, "" where on nothing. In paths and bodies {id} and {contact_id} stand for what an earlier
    request of the list will answer. Without ``personal`` names, addresses and the keys of look-ups are masked.
    """
    requests = list(_documents(shop, numbers) if destination == "holded" else _shipments(shop, numbers))
    return [{name: request[name] for name in FIELDS} for request in (requests if personal else map(_masked, requests))]


def _masked(request: Request) -> Request:
    return request | {"path": request["path"].partition("?")[0], "body": without_personal_data(request["body"])}


def _documents(shop: Shop, numbers: list[str] | None) -> Iterator[Request]:
    rows = shop.database.rows("ledger/work_documents", store=shop.store, numbers=numbers)
    met: set[str] = set()
    for _, of_order in groupby(rows, key=lambda row: row["wix_order_id"]):
        work = Work(list(of_order))
        for request in _of_order(shop, work, met):
            yield request | {"order_number": work.document.order_number}


def _of_order(shop: Shop, work: Work, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    document = work.document
    if document.state in ("withdrawn", "rejected"):
        return
    if document.state == "pending" and work.by_role.get("approval") and not _dated(shop, document):
        return
    if not document.done:
        contact_id = yield from _contact(shop, document.contact, met)
        body = document.body | ({"contact_id": contact_id} if contact_id else {})
        only = DOUBTFUL if document.doubtful else ""
        yield {"method": "POST", "path": document_path(document.kind), "body": body, "only": only}
    remote_id = document.remote_id or "{id}"
    if work.verdict == "differs":
        yield {"method": "DELETE", "path": document_path(document.kind, remote_id), "body": None, "only": "its total differs from Wix's"}
        return
    yield from _follow_ups(work, remote_id)


def _dated(shop: Shop, document: Entry) -> bool:
    """Whether the sender would take the document: a late one is moved to the newest approved day as the sender does, or held."""
    newest = later_day(shop, document)
    if newest is not None:
        if shop.settings.holded.late_documents == "hold":
            return False
        document.doc_date = newest
        document.body |= {name: newest.isoformat() for name in ("date", "due_date") if name in document.body}
    return True


def _follow_ups(work: Work, remote_id: str) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path
    from order_sync.steps.holded_payment import payment_body

    kind, approval, payment = work.document.kind, work.by_role.get("approval"), work.by_role.get("payment")
    if _open(approval):
        only = "" if work.verdict == "holds" else "where the total that Holded computes is proved equal"
        yield {"method": "POST", "path": document_path(kind, remote_id, "approve"), "body": None, "only": only}
    if _open(payment):
        only = "after the approval" if _open(approval) else ""
        yield {
            "method": "POST",
            "path": document_path(kind, remote_id, "payments"),
            "body": payment_body(work.document, payment, work.expected),
            "only": only,
        }


def _open(intent: Entry | None) -> bool:
    return intent is not None and intent.state in ("pending", "sending", "unknown")


def _contact(shop: Shop, contact: dict[str, Any] | None, met: set[str]) -> Any:
    """Yields the look-ups and the creation of a contact that is not known yet; returns the id that the document will carry."""
    from order_sync.hooks.holded import contacts_path
    from order_sync.steps.holded_contacts import contact_keys, known_contact

    if not contact:
        return None
    known = known_contact(shop, contact)
    if known:
        return known
    keys = contact_keys(contact)
    if not met & {digest for *_, digest in keys}:
        for place, (field, value, _) in enumerate(keys):
            only = "where the look-ups before find no contact" if place else ""
            yield {"method": "GET", "path": contacts_path(**{field: value}), "body": None, "only": only}
        yield {"method": "POST", "path": contacts_path(), "body": contact["body"], "only": "where the look-ups before find no contact"}
    met |= {digest for *_, digest in keys}
    return "{contact_id}"


def _shipments(shop: Shop, numbers: list[str] | None) -> Iterator[Request]:
    from order_sync.hooks.myparcel import shipments_path
    from order_sync.steps.myparcel_send import BATCH

    intents = Ledger(shop.database).open(shop.store, "myparcel", ["shipment"], numbers)
    for doubtful in (False, True):
        chosen = [intent for intent in intents if intent.doubtful is doubtful]
        for start in range(0, len(chosen), BATCH):
            chunk = chosen[start : start + BATCH]
            yield {
                "method": "POST",
                "path": shipments_path(),
                "body": {"data": {"shipments": [intent.body for intent in chunk]}},
                "only": DOUBTFUL if doubtful else "",
                "order_number": ", ".join(intent.order_number or intent.wix_order_id for intent in chunk),
            }
