"""The buyer as a Holded contact: known, found, or made once. One rule, one intent per tax id or e-mail."""

from __future__ import annotations

import hashlib
from typing import Any

from order_sync.errors import OrderSyncError, OutcomeUnknown
from order_sync.mapping.contacts import tax_id
from order_sync.steps.shop import Shop
from order_sync.store.database import Row
from order_sync.store.locks import exclusive


class ContactHeld(Exception):
    """The contact cannot be settled without a person; ``code`` is the hold's."""

    def __init__(self, code: str, field: str, seen: str) -> None:
        self.code, self.field, self.seen = code, field, seen
        super().__init__(code)


def settle_contact(shop: Shop, contact: dict[str, Any] | None) -> str | None:
    """The Holded id of the order's contact, or None where its document needs none.

    ``contact``: {"contact_id"}, or {"body": the contact to make, "keys": [{"kind", "values"}, ...] in matching order}.
    Source: Holded contract, 3.1 and 3.3.
    """
    if not contact:
        return None
    known = known_contact(shop, contact)
    if known:
        return known
    holded = shop.settings.holded
    connection, keys = holded.connection, contact_keys(contact)
    certain = deciding(keys)
    begun = shop.database.one("contacts/known", connection=connection, key=certain[0][2], settle=holded.settle_seconds)
    # Two runs of two stores may meet the same buyer: the lock keeps them from making two contacts.
    with exclusive(shop.database, f"contact {connection} {certain[0][2]}"):
        remote_id = _settle(shop, connection, keys, begun, contact["body"])
    for _, _, digest in certain:
        shop.database.run("contacts/bound", connection=connection, key=digest, remote_id=remote_id)
    return remote_id


def known_contact(shop: Shop, contact: dict[str, Any]) -> str | None:
    """The Holded id where the decision names it or an earlier order of the buyer settled it; costs no call."""
    if contact.get("contact_id"):
        return contact["contact_id"]
    for _, _, digest in deciding(contact_keys(contact)):
        known = shop.database.one("contacts/known", connection=shop.settings.holded.connection, key=digest, settle=0)
        if known and known["state"] == "sent":
            return known["remote_id"]
    return None


def contact_keys(contact: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field of the look-up, value, digest) in matching order."""
    fields = {"tax_id": "code", "email": "email"}
    return [(fields[key["kind"]], value, _digest(key["kind"], value)) for key in contact["keys"] for value in key["values"]]


def deciding(keys: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The keys that tell who the buyer is: a tax id is one legal person, while several may share an e-mail."""
    return [key for key in keys if key[0] == "code"] or keys


def _settle(shop: Shop, connection: str, keys: list[tuple[str, str, str]], begun: Row | None, body: dict[str, Any]) -> str:
    """Find or make; after a lost answer it is made again only when two looks, separated in time, found nothing (DESIGN law 2)."""
    if begun and not begun["due"]:
        raise _open(connection, "its answer was lost a moment ago")
    found = _look_up(shop, keys)
    if found:
        return found
    if begun and begun["state"] == "sending":
        shop.database.run("contacts/looked", connection=connection, key=deciding(keys)[0][2])
        raise _open(connection, "its answer was lost and the first look found nothing")
    return _make(shop, connection, keys, body)


def _open(connection: str, seen: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"a new contact: {seen}", where=f"Holded ({connection})", cure="It is looked up again before one is made; the order waits for it."
    )


def _look_up(shop: Shop, keys: list[tuple[str, str, str]]) -> str | None:
    # A contact found by e-mail that has another tax id, or none, is somebody else's: its data would stand on the invoice.
    ids = {value for field, value, _ in keys if field == "code"}
    for field, value, _ in keys:
        rows = [row for row in shop.holded().find_contacts(**{field: value}) if field == "code" or not ids or tax_id(row["code"]) in ids]
        if len(rows) > 1:
            shared = {"code": "tax id", "email": "email"}[field]
            raise ContactHeld("CONTACT_AMBIGUOUS", shared.replace(" ", "_"), f"{len(rows)} or more contacts share this {shared}")
        if rows:
            return rows[0]["id"]
    return None


def _make(shop: Shop, connection: str, keys: list[tuple[str, str, str]], body: dict[str, Any]) -> str:
    digest = deciding(keys)[0][2]
    shop.database.run("contacts/intend", connection=connection, key=digest)
    try:
        return shop.holded().create_contact(body)
    except OutcomeUnknown:
        raise
    except OrderSyncError:  # certainly not made
        shop.database.run("contacts/forget", connection=connection, key=digest)
        raise


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
