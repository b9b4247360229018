"""The buyer as a Holded contact: known, found, or made once. One rule, one intent per tax id or e-mail."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from order_sync.errors import OutcomeUnknown, Rejected, RetryLater
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
    known = known_contact(shop, contact)
    if known:
        return known
    connection, keys = shop.settings.holded.connection, contact_keys(contact)
    # Two runs of two stores may meet the same buyer: the lock keeps them from making two contacts.
    with exclusive(shop.database, f"contact {connection} {keys[0][2]}"):
        found = _look_up(shop, keys)
        remote_id = found or _make(shop, connection, keys, contact["body"])
    for _, _, digest in keys:
        shop.database.run("contacts/bound", connection=connection, key=digest, remote_id=remote_id)
    return remote_id


def known_contact(shop: Shop, contact: dict[str, Any]) -> str | None:
    """The Holded id where the decision names it or an earlier order of the buyer settled it; costs no call."""
    if contact.get("contact_id"):
        return contact["contact_id"]
    for _, _, digest in contact_keys(contact):
        known = shop.database.one("contacts/known", connection=shop.settings.holded.connection, key=digest)
        if known and known["state"] == "sent":
            return known["remote_id"]
    return None


def contact_keys(contact: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field of the look-up, value, digest) in matching order."""
    fields = {"tax_id": "code", "email": "email"}
    return [(fields[key["kind"]], value, _digest(key["kind"], value)) for key in contact["keys"] for value in key["values"]]


def _look_up(shop: Shop, keys: list[tuple[str, str, str]]) -> str | None:
    for field, value, _ in keys:
        rows = shop.holded().find_contacts(**{field: value})
        if len(rows) > 1:
            shared = {"code": "tax id", "email": "email"}[field]
            raise ContactHeld("CONTACT_AMBIGUOUS", shared.replace(" ", "_"), f"{len(rows)} or more contacts share this {shared}")
        if rows:
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
        raise RetryLater(
            "the answer to a new contact was lost and the contact is not visible yet", where=f"Holded ({connection})",
            cure="The next run looks again before it makes one.", delay=shop.settings.holded.settle_seconds,
        ) from None  # fmt: skip
    except Rejected:
        shop.database.run("contacts/forget", connection=connection, key=digest)
        raise


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
