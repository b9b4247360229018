"""Documents made out of others by POST /documents/convert: which pairs, what is taken along, the link back (contract 2.1, 2.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.holded import shapes
from sandbox.holded.account import Account, Row
from sandbox.holded.documents import BY_KIND, LINKS, TEXTS, Resource, find, series_of, store
from sandbox.holded.problems import invalid

PAIRS = {
    "salesorder": ("invoice", "salesreceipt", "waybill"),
    "waybill": ("invoice", "salesreceipt"),
    "salesreceipt": ("invoice", "receiptnote"),
    "invoice": ("creditnote", "waybill"),
}
TAKEN = (*TEXTS, *LINKS, "contact_name", "currency", "items", "tags", "custom_fields", "discount", "due_date", "date")
BILLS = ("invoice", "salesreceipt")
NOTES = ("creditnote", "receiptnote")


def convert(account: Account, body: dict[str, Any]) -> Row:
    """Make a document out of another; ``from`` keeps the link, and stock that the source moved is not moved again."""
    shapes.check(account, body, shapes.CONVERT, "documents/convert")
    source_kind, target = BY_KIND.get(body["source_type"]), BY_KIND.get(body["target_type"])
    if source_kind is None or target is None or not _allowed(account, source_kind, target):
        raise invalid("These document types cannot be converted")
    source = find(account, source_kind, body["source_id"])
    if target.kind in BILLS:
        _refuse_twice(account, source)
    if target.needs_contact and not source["contact_id"] and not account.switch("invoice_by_name"):
        raise invalid("The field contact_id is required")
    document = {name: source[name] for name in TAKEN}
    if not account.switch("convert_copies_tags"):
        document["tags"] = []
    document |= {name: body[name] for name in ("description", "notes") if body.get(name)}
    document |= {name: body[name][:10] for name in ("date", "due_date") if body.get(name)}
    document |= {"kind": target.kind, "manual_number": None, "series": _series(account, source, target, body.get("number_line_id"))}
    made = store(account, document, source)
    if target.kind in NOTES:
        _watch_the_sum(account, source)
    return made


def _allowed(account: Account, source: Resource, target: Resource) -> bool:
    listed = target.kind in PAIRS.get(source.kind, ())
    return listed and (target.kind != "receiptnote" or account.switch("convert_receiptnote") == "accept")


def made_from(account: Account, source: Row, kinds: tuple[str, ...]) -> list[Row]:
    """Documents of these kinds that were made out of ``source``."""
    rows = account.state["documents"].values()
    return [row for row in rows if (row["from"] or {}).get("id") == source["id"] and row["kind"] in kinds]


def _refuse_twice(account: Account, source: Row) -> None:
    if not made_from(account, source, BILLS):
        return
    if account.switch("convert_twice") == "refuse":
        raise invalid("The document was already converted")
    account.violation(f"documents/convert of one {source['kind']} twice")


def _series(account: Account, source: Row, target: Resource, wanted: str | None) -> str:
    """The named series; a note otherwise takes the one that its document's series names for refunds."""
    own = account.find("series", source["series"]) or {}
    refunds = own.get("refund_numbering_series_id") if target.kind in NOTES else None
    return series_of(account, target, wanted or refunds)


def _watch_the_sum(account: Account, source: Row) -> None:
    """Holded does not look at the sum of the notes of a document; the sandbox records when it is too much."""
    given_back = sum((Decimal(row["totals"]["total"]) for row in made_from(account, source, NOTES)), Decimal(0))
    if given_back > Decimal(source["totals"]["total"]):
        account.violation(f"notes of one {source['kind']} are more than it")
