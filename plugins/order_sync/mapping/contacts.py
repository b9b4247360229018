"""The buyer as a Holded contact: who it is, the keys by which an existing contact is found, and what an invoice still lacks.

Source: Holded contract, sections 3 and 6.2; Wix contract, section 2.6.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from order_sync.mapping.vat_area import SPAIN, vat_country
from order_sync.mapping.vat_text import in_note

_OTHER = re.compile(r"[^A-Z0-9]")
_WORDS = re.compile(r"\w+")
_NOES = ([], ["no"], ["non"], ["nee"], ["nein"], ["n"], ["false"], ["0"], ["none"])
# Spain asks for the buyer's tax id on every full invoice of a sale made there (RD 1619/2012, article 6.1.d).
_ID_ON_EVERY_INVOICE = SPAIN


def tax_id(written: object) -> str:
    """A tax id as it is compared and sent: upper case, letters and digits only; "" for "-", "no" and the like.

    At least five signs, two of them digits: shorter texts in a checkout field are no tax ids.
    """
    plain = _OTHER.sub("", written.upper()) if isinstance(written, str) else ""
    return plain if len(plain) >= 5 and sum(sign.isdigit() for sign in plain) >= 2 else ""


def tax_ids(extra_fields: pd.Series, fields: Sequence[str], notes: pd.Series | None = None, home: str = "") -> pd.Series:
    """The buyer's tax id or VAT number of each order: the first filled one of the store's configured checkout fields.

    The field "note" is the first well-formed VAT number of the buyer's note, ``notes``.
    """
    texts = notes if notes is not None and "note" in fields else pd.Series("", index=extra_fields.index)
    found = [
        next((number for name in fields if (number := in_note(note, home) if name == "note" else tax_id(extra.get(name)))), "")
        for extra, note in zip((extra if isinstance(extra, Mapping) else {} for extra in extra_fields), texts, strict=True)
    ]
    return pd.Series(found, index=extra_fields.index, dtype="str")


def asks(extra_fields: pd.Series, fields: Sequence[str]) -> pd.Series:
    """True where one of the checkout fields is filled, with anything that does not begin with a no."""
    found = [
        isinstance(extra, Mapping) and any(_WORDS.findall(str(extra.get(name) or "").casefold())[:1] not in _NOES for name in fields)
        for extra in extra_fields
    ]
    return pd.Series(found, index=extra_fields.index, dtype="bool")


def foreign_vat(ids: pd.Series, home: str) -> pd.Series:
    """True where the id is a VAT number of another member of the Union than ``home``."""
    return ids.map(lambda written: vat_country(written) not in ("", home)).astype("bool")


@dataclass(frozen=True)
class Buyer:
    """A buyer: v2 contact body, look-up keys in the order of the store's settings, and the parts of a full address that are missing."""

    name: str
    body: dict[str, Any]
    keys: list[dict[str, Any]]
    missing: list[str]


def buyer(order: Mapping[str, str], identity: str, home: str, match: Collection[str]) -> Buyer:
    """The buyer of an order (texts of staging.orders, "" for nothing); ``identity`` is the normalised tax id.

    A company is the contact where one is given, else the person. The billing address counts; a private buyer whose billing address has
    no street is taken to live where the order goes, if that is in the same country.
    """
    company = order["bill_company"]
    person = _joined(order["bill_first_name"], order["bill_last_name"]) or _joined(order["ship_first_name"], order["ship_last_name"])
    prefix = "bill"
    if not company and not _street(order, "bill") and order["bill_country"] in ("", order["ship_country"]) and not order["pickup_method"]:
        prefix = "ship"
    address = {
        "address": _street(order, prefix),
        "city": order[f"{prefix}_city"],
        "postal_code": order[f"{prefix}_postal_code"],
        "country_code": order[f"{prefix}_country"],
    }
    missing = [name for name, value in address.items() if not value]
    address["info"] = order[f"{prefix}_address_line2"]
    body: dict[str, Any] = {"name": company or person, "is_person": not company, "type": "client"}
    code, vat = _numbers(identity, home)
    body |= {"custom_id": own} if (own := _own_id(code, order["buyer_email"], match)) else {}
    more = {"code": code, "vat_number": vat, "email": order["buyer_email"].lower(), "phone": order["bill_phone"] or order["ship_phone"]}
    body |= {name: value for name, value in more.items() if value}
    filled = {name: value for name, value in address.items() if value}
    if filled:
        body["bill_address"] = filled
    return Buyer(company or person, body, _keys(code, vat, order["buyer_email"], match), missing)


def lacking(kind: str, who: Buyer, identity: str, home: str, treatments: Collection[str]) -> list[str]:
    """What the document must have of the buyer and has not, in Wix's words for the fields.

    A receipt needs nothing. A sales order needs a name. An invoice needs name and full address; besides a tax id where the store is in
    Spain and the buyer too (whether a company or a person), and a VAT number for a delivery inside the Union without tax. A buyer
    abroad needs no tax id on an export or a one-stop-shop invoice.
    """
    if kind == "receipt":
        return []
    needs = [] if who.name else ["name"]
    if kind == "invoice":
        needs += who.missing
        lives = who.body.get("bill_address", {}).get("country_code", home)
        at_home = lives == home or {lives, home} <= set(SPAIN)
        if not identity and ((home in _ID_ON_EVERY_INVOICE and at_home) or any(name.startswith("intra_eu") for name in treatments)):
            needs.append("tax id")
    return needs


def lacking_on_invoice(contact: Mapping[str, Any] | None, home: str, treatments: Collection[str]) -> list[str]:
    """What an invoice made out of another document would lack of its contact; a contact shared by many buyers is nobody."""
    body = (contact or {}).get("body")
    if not body:
        return ["contact"]
    address = body.get("bill_address", {})
    missing = [name for name in ("address", "city", "postal_code", "country_code") if not address.get(name)]
    return lacking("invoice", Buyer(body.get("name", ""), body, [], missing), body.get("code", ""), home, treatments)


def _numbers(identity: str, home: str) -> tuple[str, str]:
    """(code, VAT number): Spain writes its own ids without the prefix; other countries' VAT numbers are both."""
    if not vat_country(identity):
        return identity, ""
    return (identity[2:] if home in SPAIN and identity.startswith("ES") else identity), identity


def _keys(code: str, vat: str, email: str, match: Collection[str]) -> list[dict[str, Any]]:
    """Look-up keys; Holded compares exactly, so each has the forms to try, the normalised one first."""
    forms = {
        "own_id": [_own_id(code, email, match)],
        "tax_id": [code, vat],
        "vat_number": [vat, vat[2:]],
        "email": [email.lower(), email],
    }
    keys = [{"kind": kind, "values": [value for value in dict.fromkeys(forms[kind]) if value]} for kind in match]
    return [key for key in keys if key["values"]]


def _own_id(identity: str, email: str, match: Collection[str]) -> str:
    """Our marker of a buyer, for the contact's custom_id: a hash, as neither tax id nor e-mail belongs into a field of ids."""
    who = identity or email.lower()
    return f"wx{hashlib.sha256(who.encode()).hexdigest()[:22]}" if who and "own_id" in match else ""


def _street(order: Mapping[str, str], prefix: str) -> str:
    name, number = order[f"{prefix}_street_name"], order[f"{prefix}_street_number"]
    return f"{name} {number}" if name and number else order[f"{prefix}_address_line"] or name


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
