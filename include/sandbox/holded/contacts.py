"""Contacts: find by exact value, search by the beginning of the name, create (contract 3)."""

from __future__ import annotations

from typing import Any

from sandbox.holded import shapes
from sandbox.holded.account import Account, Row
from sandbox.holded.problems import invalid, missing

FILTERS = ("code", "email", "phone", "mobile", "custom_id")
KEPT = ("name", "code", "vat_number", "trade_name", "is_person", "email", "phone", "mobile", "type", "iban")


def listed(account: Account, wanted: dict[str, str]) -> list[Row]:
    """The contacts that have exactly the wanted values."""
    if account.switch("contact_filters") == "ignored":
        wanted = {}
    loose = account.switch("code_filter") == "any_case"

    def same(row: Row, name: str, value: str) -> bool:
        has = row.get(name) or ""
        return has.upper() == value.upper() if loose and name == "code" else has == value

    rows = [row for row in account.state["contacts"].values() if all(same(row, name, value) for name, value in wanted.items())]
    return [row for row in rows if account.visible(row["id"], "contact_lag_seconds")]


def searched(account: Account, beginning: str) -> list[Row]:
    """The contacts whose name begins so."""
    rows = account.state["contacts"].values()
    return [row for row in rows if (row.get("name") or "").lower().startswith(beginning.lower())]


def read(account: Account, id: str) -> Row:
    """One contact."""
    if id not in account.state["contacts"]:
        raise missing()
    return view(account.state["contacts"][id])


def create(account: Account, body: dict[str, Any]) -> str:
    """Make a contact; its id."""
    shapes.check(account, body, shapes.CONTACT, "contact")
    if body.get("bill_address"):
        shapes.check(account, body["bill_address"], shapes.ADDRESS, "contact bill_address")
    body = dict(body)
    if account.switch("contact_custom_id") == "ignored" and body.pop("custom_id", None):
        account.violation("contact field custom_id is not confirmed")
    contacts = account.state["contacts"]
    if account.switch("duplicate_contact") == "refuse":
        _refuse_duplicate(contacts, body)
    id = account.new_id("contact", body, contacts)
    contacts[id] = {"id": id, **{name: value for name, value in body.items() if name in shapes.CONTACT}}
    account.born(id)
    return id


def _refuse_duplicate(contacts: dict[str, Row], body: dict[str, Any]) -> None:
    for name in ("code", "email"):
        if body.get(name) and any(row.get(name) == body[name] for row in contacts.values()):
            raise invalid(f"A contact with this {name} already exists")


def view(row: Row) -> Row:
    """A contact as it is read: absent sub-records are empty arrays."""
    return {
        "id": row["id"],
        **{name: row.get(name) for name in KEPT},
        "custom_id": row.get("custom_id"),
        "is_person": bool(row.get("is_person")),
        "type": row.get("type") or "client",
        "bill_address": row.get("bill_address") or [],
        "client_record": [],
        "supplier_record": [],
        "shipping_addresses": [],
        "defaults": row.get("defaults") or [],
        "tags": [],
        "custom_fields": row.get("custom_fields") or [],
    }
