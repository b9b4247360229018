"""The buyer as a Holded contact: known, found, or made once. One rule, one intent per tax id or e-mail. No contact is ever changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from order_sync.errors import OrderSyncError, OutcomeUnknown, Rejected, RetryLater
from order_sync.mapping.contacts import tax_id
from order_sync.steps.shop import Shop
from order_sync.store.locks import exclusive

FIELDS = {"own_id": "custom_id", "tax_id": "code", "vat_number": "code", "email": "email"}  # 3.1: vat_number is no filter
_TRIES, _PAUSE = 50, 0.1  # settling a contact takes a few calls: whoever meets the lock waits for so long


class ContactHeld(Exception):
    """The contact cannot be settled without a person; ``code`` is the hold's."""

    def __init__(self, code: str, field: str, seen: str) -> None:
        self.code, self.field, self.seen = code, field, seen
        super().__init__(code)


def settle_contact(shop: Shop, contact: dict[str, Any] | None) -> str | None:
    """The Holded id of the order's contact, or None where its document needs none.

    ``contact``: {"contact_id"}, or {"body": the contact to make, "keys": [{"kind", "values"}, ...] in matching order, "create": False
    where only an existing one may be taken}. Source: Holded contract, 3.1 and 3.3.
    """
    if not contact:
        return None
    known = known_contact(shop, contact)
    if known:
        return known
    connection = shop.settings.holded.connection
    # Two runs of two stores may meet the same buyer: the lock keeps them from making two contacts.
    with _locked(shop, f"contact {connection} {identities(contact)[0]}"):
        remote_id = known_contact(shop, contact) or _settle(shop, contact)
        for digest in identities(contact):
            shop.database.run("contacts/bound", connection=connection, key=digest, remote_id=remote_id)
    return remote_id


def known_contact(shop: Shop, contact: dict[str, Any]) -> str | None:
    """The Holded id where the decision names it or an earlier order of the buyer settled it; costs no call."""
    if contact.get("contact_id"):
        return contact["contact_id"]
    for digest in identities(contact):
        known = shop.database.one("contacts/known", connection=shop.settings.holded.connection, key=digest, settle=0)
        if known and known["state"] == "sent":
            return known["remote_id"]
    return None


def forget_contact(shop: Shop, contact: dict[str, Any]) -> None:
    """Forget the id that an earlier order settled: the contact is gone in Holded, and is looked for anew."""
    for digest in identities(contact):
        shop.database.run("contacts/forget", connection=shop.settings.holded.connection, key=digest)


def is_gone(error: Rejected) -> bool:
    """Whether a refusal says that the contact of a document is not there any more. The contract publishes no text: both words count."""
    said = error.seen.casefold()
    return "contact" in said and any(word in said for word in ("not exist", "not found"))


def contact_keys(contact: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field of the look-up, value, digest) in matching order."""
    keys = contact.get("keys", ())
    return [(FIELDS[key["kind"]], value, _digest(FIELDS[key["kind"]], value)) for key in keys for value in key["values"]]


def identities(contact: dict[str, Any]) -> list[str]:
    """Digests that tell who the buyer is, the one of the lock first: a tax id is one legal person, while several may share an e-mail."""
    body, keys = contact["body"], contact_keys(contact)
    field = "code" if body.get("code") else "email"
    first = [_digest(field, body[field])] if body.get(field) else []
    return list(dict.fromkeys([*first, *(digest for of, _, digest in keys if of in (field, "custom_id"))]))


@contextmanager
def _locked(shop: Shop, name: str) -> Iterator[None]:
    with ExitStack() as stack:
        for left in reversed(range(_TRIES)):
            try:
                stack.enter_context(exclusive(shop.database, name))
                break
            except RetryLater:
                if not left:
                    raise
                time.sleep(_PAUSE)
        yield


def _settle(shop: Shop, contact: dict[str, Any]) -> str:
    """Find or make; after a lost answer it is made again only when two looks, separated in time, found nothing (DESIGN law 2)."""
    holded, key = shop.settings.holded, identities(contact)[0]
    begun = shop.database.one("contacts/known", connection=holded.connection, key=key, settle=holded.settle_seconds)
    if begun and not begun["due"]:
        raise _open(holded.connection, "its answer was lost a moment ago")
    found = _look_up(shop, contact)
    if found:
        return found
    if begun and begun["state"] == "sending":
        shop.database.run("contacts/looked", connection=holded.connection, key=key)
        raise _open(holded.connection, "its answer was lost and the first look found nothing")
    if contact.get("create") is False:
        raise ContactHeld("CONTACT_MISSING", "contacts.create", f"none has this {' or '.join(_words(contact))}")
    return _make(shop, holded.connection, key, contact["body"])


def _open(connection: str, seen: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"a new contact: {seen}", where=f"Holded ({connection})", cure="It is looked up again before one is made; the order waits for it."
    )


def _look_up(shop: Shop, contact: dict[str, Any]) -> str | None:
    for field, value, _ in contact_keys(contact):
        rows = [row for row in shop.holded().find_contacts(**{field: value}) if _fits(field, row, contact["body"])]
        if len(rows) > 1:
            shared = {"code": "tax id", "custom_id": "own id"}.get(field, field)
            raise ContactHeld("CONTACT_AMBIGUOUS", shared.replace(" ", "_"), f"{len(rows)} or more contacts share this {shared}")
        if rows:
            return rows[0]["id"]
    return None


def _fits(field: str, row: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether a contact that was found is the buyer. Found by e-mail with another tax id, or none, it is somebody else's; found by the
    digits of a VAT number alone it may be a company of another country."""
    ids = {body[name] for name in ("code", "vat_number") if body.get(name)}
    return field == "custom_id" or not ids or tax_id(row["code"]) in ids or tax_id(row["vat_number"]) in ids


def _make(shop: Shop, connection: str, key: str, body: dict[str, Any]) -> str:
    shop.database.run("contacts/intend", connection=connection, key=key)
    try:
        return shop.holded().create_contact(body)
    except OutcomeUnknown:
        raise
    except OrderSyncError:  # certainly not made
        shop.database.run("contacts/forget", connection=connection, key=key)
        raise


def _words(contact: dict[str, Any]) -> list[str]:
    return [{"own_id": "own id", "tax_id": "tax id", "vat_number": "VAT number"}.get(key["kind"], "e-mail") for key in contact["keys"]]


def _digest(field: str, value: str) -> str:
    kind = {"code": "tax_id"}.get(field, field)
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
