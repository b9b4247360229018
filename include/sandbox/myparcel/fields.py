"""The fields that a request may carry, as data, and one checker for types and lengths.

A fault is a (code, path, says) triple as MyParcel names it. A field that is not in the table would be ignored
without a word by the real API: its path is noted apart, so that a test can fail on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """One refused field: MyParcel's code, its path in the request, what is wrong with it."""

    code: int
    path: str
    says: str


@dataclass(frozen=True)
class Rule:
    """Type and limits of one field. ``kind``: text, int, flag (0 or 1), money, object, list, any."""

    kind: str
    code: int
    most: int | None = None
    least: int | None = None
    needed: bool = False
    null: bool = False
    pattern: str | None = None


@dataclass
class Findings:
    """What a check found: faults refuse the shipment; unknown fields and what is otherwise ``ignored`` (whole texts) are only noted."""

    faults: list[Fault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What the real API would not tell."""
        return [f"unknown field {path}" for path in self.unknown] + self.ignored

    def fault(self, code: int, path: str, says: str) -> None:
        """Refuse a field."""
        self.faults.append(Fault(code, path, f"{path} {says}"))


EMAIL = r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"
_CC = r"^[A-Z]{2}$"

RECIPIENT = {
    "cc": Rule("text", 3506, needed=True, pattern=_CC),
    "region": Rule("text", 3501, 35),
    "state": Rule("text", 3501, 2),
    "postal_code": Rule("text", 3505, 10),
    "city": Rule("text", 3501, 35, 1, needed=True),
    "street": Rule("text", 3509, 40, 1, needed=True, pattern=r"\D"),
    "street_additional_info": Rule("text", 3501, 50),
    "number": Rule("text", 3503, 8),
    "number_suffix": Rule("text", 3511, 6),
    "box_number": Rule("text", 3501, 8),
    "area": Rule("text", 3501, 35),
    "person": Rule("text", 3510, 50, 1, needed=True),
    "company": Rule("text", 3513, 50),
    "email": Rule("text", 3752, 255, pattern=EMAIL),
    "secondary_emails": Rule("list", 3752, 4),
    "phone": Rule("text", 3512, 25),
    "eori_number": Rule("text", 3768),
    "vat_number": Rule("text", 3766),
}
_FLAGS = (
    "only_recipient signature return age_check large_format receipt_code hide_sender tracked priority_delivery same_day_delivery "
    "saturday_delivery collect cooled_delivery drop_off_at_postal_point extra_assurance fresh_food frozen"
)
OPTIONS = {
    "package_type": Rule("int", 3733, 7, 1, needed=True),
    "delivery_type": Rule("int", 3721, 8, 1, null=True),
    "delivery_date": Rule("text", 3721, null=True, pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"),
    "label_description": Rule("text", 3705, 45, null=True),
    "insurance": Rule("money", 3743, 2_500_000),
    "cash_on_delivery": Rule("money", 3705),
} | {flag: Rule("flag", 3705) for flag in _FLAGS.split()}
PHYSICAL = {
    "weight": Rule("int", 3704, 999_999_999, 0, needed=True),
    "height": Rule("int", 3704),
    "width": Rule("int", 3704),
    "length": Rule("int", 3704),
    "volume": Rule("int", 3704),
}
PICKUP_PLACE = {name: Rule("text", 3722, needed=True, least=1) for name in ("location_name", "street", "postal_code", "city")} | {
    "number": Rule("text", 3722),
    "number_suffix": Rule("text", 3722, null=True),
    "box_number": Rule("text", 3722, 8),
    "region": Rule("text", 3722, 35),
    "state": Rule("text", 3722, 2),
    "cc": Rule("text", 3722, pattern=_CC),
    "location_code": Rule("text", 3722),
    "location_type": Rule("text", 3722, pattern="^(retail|locker|post_office)$"),
    "retail_network_id": Rule("text", 3722),
}
CUSTOMS = {
    "contents": Rule("int", 3702, 5, 1, needed=True),
    "invoice": Rule("text", 3703, 150, null=True),
    "weight": Rule("int", 3702, 999_999_999, 0, needed=True),
    "items": Rule("list", 3702, 100, 1, needed=True),
    "eori_number": Rule("text", 3748, null=True),
    "vat_number": Rule("text", 3749, null=True),
    "vat_number_uk": Rule("text", 3767, null=True),
    "voec_number": Rule("text", 3702, null=True),
}
CUSTOMS_ITEM = {
    "description": Rule("text", 3702, 50, 1, needed=True),
    "amount": Rule("int", 3765, 99_999, 1, needed=True),
    "weight": Rule("int", 3702, 999_999_999, 0, needed=True),
    "item_value": Rule("money", 3702, needed=True),
    "classification": Rule("text", 3702, needed=True, pattern=r"^\d{6,10}$"),
    "country": Rule("text", 3702, needed=True, pattern=_CC),
}
GENERAL = {
    "save_recipient_address": Rule("flag", 3754),
    "delivery_notification": Rule("flag", 3754),
    "delivery_notification_email": Rule("list", 3754),
    "disable_auto_detect_pickup": Rule("flag", 3754),
    "printer_identifier": Rule("text", 3754),
}
SECONDARY = {
    "id": Rule("int", 3736),
    "reference_identifier": Rule("any", 3736),
    "physical_properties": Rule("object", 3704),
    "carrier": Rule("int", 3736),
    "customs_declaration": Rule("object", 3702),
}
SENDER = {name: Rule("text", 3745, needed=True) for name in ("cc", "postal_code", "city", "street", "person")} | {
    name: Rule("text", 3745, null=True)
    for name in ("street_additional_info", "number", "number_suffix", "box_number", "region", "company", "phone", "email")
}
SHIPMENT = {
    "carrier": Rule("int", 3728, needed=True),
    "recipient": Rule("object", 3501, needed=True),
    "options": Rule("object", 3705, needed=True),
    "reference_identifier": Rule("any", 3754),
    "physical_properties": Rule("object", 3704),
    "customs_declaration": Rule("object", 3702, null=True),
    "pickup": Rule("object", 3722, null=True),
    "drop_off_point": Rule("object", 3722),
    "general_settings": Rule("object", 3754),
    "secondary_shipments": Rule("list", 3736, 20, 1),
    "sender": Rule("object", 3745),
    "shop_id": Rule("int", 3754),
    "account_id": Rule("int", 3754),
    "contract_id": Rule("int", 3754),
    "hidden": Rule("flag", 3754),
    "note": Rule("text", 3754),
    "status": Rule("int", 3706, 8, 1),
    "delivered": Rule("int", 3706, 0, 0),
    "shipped_items": Rule("list", 3754),
    "collection_contact": Rule("object", 3754),
}

_TYPES = {"text": str, "int": int, "flag": int, "object": dict, "money": dict, "list": list}


def check(value: Mapping[str, Any], rules: Mapping[str, Rule], path: str, found: Findings) -> None:
    """Hold one object against its table; paths are those of MyParcel's own error answers."""
    found.unknown.extend(f"{path}.{name}" for name in value if name not in rules)
    for name, rule in rules.items():
        where = f"{path}.{name}"
        if name not in value:
            if rule.needed:
                found.fault(rule.code, where, "is required")
        elif value[name] is None:
            if not rule.null and rule.kind != "any":
                found.fault(rule.code, where, "may not be null")
        elif says := _wrong(value[name], rule):
            found.fault(rule.code, where, says)


def _wrong(value: Any, rule: Rule) -> str:
    """Why the value breaks its rule, "" when it does not."""
    if rule.kind == "any":
        return "" if isinstance(value, str | int) and not isinstance(value, bool) else "must be text or a number"
    if not isinstance(value, _TYPES[rule.kind]) or isinstance(value, bool):
        return f"must be {'0 or 1' if rule.kind == 'flag' else rule.kind}"
    if rule.kind == "flag":
        return "" if value in (0, 1) else "must be 0 or 1"
    if rule.kind == "money":
        return _wrong_money(value, rule)
    size = value if rule.kind == "int" else len(value)
    if rule.least is not None and size < rule.least:
        return f"is below {rule.least}" if rule.kind == "int" else "is too short"
    if rule.most is not None and size > rule.most:
        return f"is above {rule.most}" if rule.kind == "int" else f"is longer than {rule.most}"
    if rule.pattern and value != "" and not re.search(rule.pattern, value):
        return "is not valid"
    return ""


def _wrong_money(value: dict[str, Any], rule: Rule) -> str:
    amount, currency = value.get("amount"), value.get("currency")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        return "must be a whole number of cents"
    if currency != "EUR":
        return "must be in EUR"
    return f"is above {rule.most}" if rule.most is not None and amount > rule.most else ""
