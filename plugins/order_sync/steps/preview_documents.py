"""The requests of the unfinished orders at Holded, in the order in which the sender would make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES
from order_sync.steps.holded_approve import agreed, behind, in_order
from order_sync.steps.holded_dates import wrong_day
from order_sync.steps.holded_make import removed_document
from order_sync.steps.holded_payment import paid_document, payment_body
from order_sync.steps.holded_work import Work
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry, redated

Request = dict[str, Any]
DOUBTFUL = "where the look-up of the lost answer finds nothing"
PROVEN = "where the total that Holded computes is proved equal"


def requests(shop: Shop, orders: list[Work]) -> Iterator[Request]:
    """Requests of all orders, phase by phase as they are sent, each with its order_number."""
    met: set[str] = set()  # digests of the contacts that an earlier request makes
    for role, shown in _ROLES.items():
        jobs = [(work, intent) for work in orders for intent in work.of(role)]
        for work, intent in sorted(jobs, key=lambda job: in_order(*job)) if role == "approval" else jobs:
            if work.stopped or (role != "removal" and work.document.state in ("withdrawn", "rejected")):
                continue
            if intent.open or (intent.role in DOCUMENT_ROLES and intent.done and intent.verdict == "differs"):
                for request in shown(shop, work, intent, met):
                    yield request | {"order_number": work.document.order_number}


def _removal(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    document = removed_document(work, intent)
    if document and intent.body.get("act") == "cancel":
        yield _request("POST", document_path(document.kind, document.remote_id, "cancel"), None, "")
    elif document:
        yield _request("DELETE", document_path(document.kind, intent.part), None, "where it is still a draft")


def _document(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import convert_body, convert_path, document_path

    if intent.done:
        yield _request("DELETE", document_path(intent.kind, intent.remote_id), None, "its total differs from Wix's")
        return
    if intent.state == "pending" and not _dated(shop, work, intent):
        work.stopped = True
        return
    only = DOUBTFUL if intent.doubtful else "" if intent.role == "document" else "after the document that it follows"
    if "convert" in intent.body:
        source = work.document if intent.role == "conversion" else work.noted(intent)
        if source is not None:
            body = convert_body(source.kind, source.remote_id or "{id}", intent.kind, intent.body["convert"])
            yield _request("POST", convert_path(), body, only)
        return
    source = work.noted(intent) if intent.role == "note" else None
    contact = source.contact if source else intent.contact
    contact_id = yield from _contact(shop, contact, met)
    yield _request("POST", document_path(intent.kind), intent.body | ({"contact_id": contact_id} if contact_id else {}), only)


def _dated(shop: Shop, work: Work, document: Entry) -> bool:
    """Whether the sender would take the document: one on a wrong day is moved as the sender does, or held."""
    wrong = wrong_day(shop, document, to_approve=work.approval_of(document) is not None)
    if wrong is not None:
        if wrong.move_to is None:
            return False
        redated(document, wrong.move_to)
    return True


def _approval(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    document = work.target(intent.part)
    if document is None or document.verdict == "differs" or (document.done and behind(shop, document)):
        return
    late = wrong_day(shop, document) if document.done and intent.state == "pending" else None
    if late is not None:
        if late.move_to is not None:
            only = f"its date goes back: it is made anew, dated {late.move_to}"
            yield _request("DELETE", document_path(document.kind, document.remote_id), None, only)
        return
    asked = shop.settings.holded.approve == "ask" and not agreed(intent, document)
    only = "where a person agrees" if asked else "" if document.verdict == "holds" else PROVEN
    yield _request("POST", document_path(document.kind, document.remote_id or "{id}", "approve"), None, only)


def _payment(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    document = paid_document(work, intent)
    if document and document.verdict != "differs":
        approval = work.approval_of(document)
        only = "after the approval" if approval and approval.open else ""
        path = document_path(document.kind, document.remote_id or "{id}", "payments")
        yield _request("POST", path, payment_body(document, intent), only)


def _units(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    act = "ship-by-lines" if intent.body.get("lines") else "ship"
    only = "where Holded counts them as not yet sent" if work.document.done else "after the document that it follows"
    yield _request("POST", document_path("order", work.document.remote_id or "{id}", act), intent.body or None, only)


def _stage(shop: Shop, work: Work, intent: Entry, met: set[str]) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path

    only = "" if work.document.done else "after the document that it follows"
    yield _request("PUT", document_path("order", work.document.remote_id or "{id}", "pipeline"), intent.body, only)


def _request(method: str, path: str, body: Any, only: str) -> Request:
    return {"method": method, "path": path, "body": body, "only": only}


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
            yield _request("GET", contacts_path(**{field: value}), None, only)
        yield _request("POST", contacts_path(), contact["body"], "where the look-ups before find no contact")
    met |= {digest for *_, digest in keys}
    return "{contact_id}"


_ROLES: dict[str, Callable[[Shop, Work, Entry, set[str]], Iterator[Request]]] = {
    "removal": _removal, "document": _document, "conversion": _document, "replacement": _document, "note": _document,
    "approval": _approval, "payment": _payment, "units": _units, "stage": _stage,
}  # fmt: skip
