"""The buyer as a Holded contact: known, found, or made once. One rule, one intent per tax id or e-mail."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from order_sync.errors import OutcomeUnknown, Rejected
from order_sync.mapping.contacts import tax_id
from order_sync.steps.shop import Shop
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)


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
    if contact.get("contact_id"):
        return contact["contact_id"]
    connection = shop.settings.holded.connection
    keys = [(key["kind"], value, _digest(key["kind"], value)) for key in contact["keys"] for value in key["values"]]
    # Who gave a tax id is that legal person, whoever else uses the e-mail: an address alone never decides for them.
    certain = [key for key in keys if key[0] == "tax_id"] or keys
    for _, _, digest in certain:
        known = shop.database.one("contacts/known", connection=connection, key=digest)
        if known and known["state"] == "sent":
            return known["remote_id"]
    # Two runs of two stores may meet the same buyer: the lock keeps them from making two contacts.
    with exclusive(shop.database, f"contact {connection} {certain[0][2]}"):
        found = _look_up(shop, keys)
        remote_id = found or _make(shop, connection, keys, contact["body"])
    for _, _, digest in certain:
        shop.database.run("contacts/bound", connection=connection, key=digest, remote_id=remote_id)
    return remote_id


def _look_up(shop: Shop, keys: list[tuple[str, str, str]]) -> str | None:
    ids = {value for kind, value, _ in keys if kind == "tax_id"}
    for kind, value, _ in keys:
        rows = shop.holded().find_contacts(**{"code" if kind == "tax_id" else "email": value})
        if len(rows) > 1 and (kind == "tax_id" or not ids):
            raise ContactHeld("CONTACT_AMBIGUOUS", kind, f"{len(rows)} or more contacts share this {kind.replace('_', ' ')}")
        if rows and (kind == "tax_id" or not ids or tax_id(rows[0]["code"]) in ids):
            return rows[0]["id"]
    return None


def _make(shop: Shop, connection: str, keys: list[tuple[str, str, str]], body: dict[str, Any]) -> str:
    # The look-up just before is also the one that DESIGN law 2 asks for after a lost answer.
    digest = keys[0][2]
    shop.database.run("contacts/intend", connection=connection, key=digest)
    try:
        return shop.holded().create_contact(body)
    except OutcomeUnknown:
        found = _look_up(shop, keys)
        if found:
            return found
        raise
    except Rejected:
        shop.database.run("contacts/forget", connection=connection, key=digest)
        raise


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
