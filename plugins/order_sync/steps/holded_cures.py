"""What a person can do about a refusal of Holded, by its own words; and those words without the buyer's data. Source: Holded contract, 1.3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from order_sync.contracts.holds import HOLD_CODES
from order_sync.errors import OrderSyncError, Rejected
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry


class Cure(NamedTuple):
    """The field of the request that Holded means, and what to do about it."""

    field: str
    cure: str


_KNOWN: tuple[tuple[str, str, str], ...] = (
    (r"tax key|tax.*not available", "items.taxes", "A tax of taxes.csv is not active in the account: order-sync preflight names it. Activate it in Holded or correct the line, then retry."),
    (r"contact does not exist", "contact_id", "The contact was deleted or merged in Holded: retry, and it is looked up or made again."),
    (r"contact with this (code|email|tax id|name) already exists", "contact", "Holded has this buyer in another writing: correct tax id or e-mail of the contact there, then retry."),
    (r"contact_id is required", "contact_id", "The account asks for a contact: set holded.contacts.receipts_need_contact or generic_contact_id, then retry."),
    (r"numbering series does not exist", "number_line_id", "Correct holded.series of the store: order-sync preflight lists the account's own. Then retry."),
    (r"warehouse", "warehouse_id", "Correct holded.warehouse_id or warehouses of the store: order-sync preflight lists the account's own. Then retry."),
    (r"sales_channel|sales channel", "sales_channel_id", "Correct holded.sales_channel_id of the store: order-sync preflight lists the account's own. Then retry."),
    (r"payment_method", "payment_method_id", "Correct holded.payments of the store: order-sync preflight lists the account's own. Then retry."),
    (r"treasury", "treasury_id", "Correct holded.payments.treasury_id or treasuries: order-sync preflight lists the account's own. Then retry."),
    (r"product does not exist", "items.product_id", "The product was deleted in Holded: make it again there, or give its SKU to another one. The list is read again; then retry."),
    (r"value for price|negative", "items.price", "The account takes no negative prices: book this order by hand, then ignore the hold."),
    (r"document is already approved", "draft", "Somebody approved the document meanwhile: retry, and it is read first."),
    (r"could be approved|date.*before|earlier date|goes back", "date", "Its date is before that of a document already approved in its series, or the buyer's data is not complete: compare in Holded. Approve it there, or delete the draft, then retry."),
    (r"approved document cannot be deleted", "draft", "Somebody approved the document: correct it in Holded by a credit note, then ignore the hold."),
    (r"is cancelled", "status", "Somebody cancelled the document in Holded: decide there, then ignore the hold."),
    (r"document is a draft", "draft", "The account takes payments of approved documents only: approve it in Holded, then retry."),
    (r"already converted", "source_id", "The sales order has its invoice already: look in Holded; retry adopts one that carries our marker."),
    (r"cannot be converted", "source_type", "The account does not convert this kind of document: set refunds.by_convert to false, or book it by hand."),
    (r"units cannot be sent", "lines.units", "Holded has fewer pending units than Wix sent: compare the order in Holded, send the rest by hand, then ignore the hold."),
    (r"pipeline", "pipeline_id", "Correct holded.order_status.stages: copy the id of the stage from an order that stands in it."),
    (r"date format", "date", "Report the date: it is not one that Holded's API takes."),
    (r"custom.field", "custom_fields", "Make the custom field in Holded, or leave it out of the settings."),
)  # fmt: skip
_CURES = tuple((re.compile(pattern, re.IGNORECASE), Cure(field, cure)) for pattern, field, cure in _KNOWN)
_WORD = re.compile(r"[^\W\d_]{3,}")
_MASK = "(buyer)"
_PERSONAL = ("name", "code", "vat_number", "email", "phone", "mobile", "trade_name", "contact_name")


def cure_of(error: Rejected) -> Cure:
    """Field and cure of a refusal; Holded's own field paths win over the guess from its words."""
    paths = "; ".join(fault.path for fault in error.faults if fault.path)
    found = next((cure for pattern, cure in _CURES if pattern.search(error.seen)), Cure("", HOLD_CODES["HOLDED_REJECTED"].cure))
    return found._replace(field=paths or found.field)


def forget(shop: Shop, intent: Entry, cure: Cure) -> None:
    """Drop from our own lists what the refusal proved to be gone, so that a retry looks again."""
    connection = shop.settings.holded.connection
    if cure.field == "items.product_id":
        shop.database.run("master/stale", connection=connection, kind="products")
    elif cure.field == "items.taxes":
        shop.database.run("master/stale", connection=connection, kind="taxes")
    elif cure.field == "contact_id" and intent.contact and intent.contact.get("keys"):
        from order_sync.steps.holded_contacts import known_contact

        remote_id = known_contact(shop, intent.contact)
        if remote_id:
            shop.database.run("contacts/gone", connection=connection, remote_id=remote_id)


def mask(error: OrderSyncError, intents: Iterable[Entry]) -> None:
    """Take the data of the order's buyer out of a remote's words, before they are logged, kept or shown (DESIGN law 10)."""
    seen = _masked(error.seen, intents)
    if seen != error.seen:
        error.seen = seen
        error.args = (f"{error.where}: {seen}. {error.cure}",)


def _masked(text: str, intents: Iterable[Entry]) -> str:
    whole = sorted({value for intent in intents for value in _values(intent)}, key=len, reverse=True)
    words = {word for value in whole for word in _WORD.findall(value)}
    for value in [*whole, *sorted(words, key=len, reverse=True)]:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", _MASK, text, flags=re.IGNORECASE)
    return re.sub(rf"{re.escape(_MASK)}(?:[\s,;.-]*{re.escape(_MASK)})+", _MASK, text)


def _values(intent: Entry) -> Iterator[str]:
    """The buyer's texts in the request and in its contact: names, numbers, mail, phone, address; not the country."""
    person: dict[str, Any] = (intent.contact or {}).get("body") or {}
    address = person.get("bill_address") or {}
    found = [*(source.get(name) for source in (person, intent.body) for name in _PERSONAL)]
    found += [value for name, value in address.items() if name != "country_code"]
    return (value.strip() for value in found if isinstance(value, str) and len(value.strip()) >= 3)
