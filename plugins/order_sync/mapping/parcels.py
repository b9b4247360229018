"""Options and weight of one MyParcel shipment: what the carrier allows where, sent explicitly. Pure tables and arithmetic.

Source: MyParcel contract, sections 2.3 (options), 2.4 (weights), 2.5 (carriers) and 2.8 (combinations).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from order_sync.mapping.zones import Zone

POSTNL, BPOST, DPD, DHL_FOR_YOU, DHL_CONNECT, DHL_EUROPLUS, UPS, UPS_SAVER, GLS, TRUNKRS = 1, 2, 4, 9, 10, 11, 12, 13, 14, 16
PACKAGE, MAILBOX, LETTER, STAMP, SMALL_PACKAGE = 1, 2, 3, 4, 6

LABEL_LENGTH = 45
NEEDS_EMAIL = frozenset({DPD, UPS, UPS_SAVER, TRUNKRS})
NEEDS_PHONE = frozenset({UPS, UPS_SAVER})

_SIGNED_ABROAD = frozenset({DHL_CONNECT, DHL_EUROPLUS, GLS})
_HIDES_SENDER = frozenset({DHL_FOR_YOU, DHL_EUROPLUS})
_MOST_GRAMS = {PACKAGE: 30_000, MAILBOX: 2_000, LETTER: 2_000, STAMP: 2_000, SMALL_PACKAGE: 2_000}
_POSTNL_LARGE_OVER = 23_000
_BY_500 = tuple(range(500, 5_001, 500))
# Insured amounts in euros; bpost and GLS are not settled, the cautious reading stands here.
_INSURANCE_STEPS = {
    POSTNL: (100, 250, *_BY_500), BPOST: (500, 1_000, 1_500, 2_000), DPD: (520,), DHL_FOR_YOU: _BY_500, DHL_CONNECT: _BY_500,
    DHL_EUROPLUS: _BY_500, UPS: (100, 250, *_BY_500), UPS_SAVER: (100, 250, *_BY_500), GLS: (100,), TRUNKRS: (),
}  # fmt: skip
_POSTNL_ABROAD_STEPS = (50, 500)


@dataclass(frozen=True)
class Wishes:
    """Package preferences of a store. Weights in grams, insurance in cents; ``parcel_weight_g``: when no item has a weight."""

    package_type: int
    signature: bool
    only_recipient: bool
    insurance_cents: int
    label_template: str
    item_weight_g: int
    packaging_weight_g: int
    parcel_weight_g: int | None = None
    return_to_sender: bool = False
    age_check: bool = False
    large_format: bool = False
    hide_sender: bool = False


def wishes(settings: Any, preferences: Mapping[str, Any] | None) -> Wishes:
    """Preferences from the MyParcel account where the store wants them and they were read, else from its settings.

    ``settings``: settings.MyParcelSettings; ``preferences``: {"shipment_options": …, "general_settings": …} of the MyParcel shop.
    """
    plain = Wishes(
        settings.package_type, settings.signature, settings.only_recipient, settings.insurance_cents, settings.label_description,
        settings.default_item_weight_g, settings.packaging_weight_g,
    )  # fmt: skip
    if settings.defaults != "account" or not preferences:
        return plain
    options, general = preferences.get("shipment_options") or {}, preferences.get("general_settings") or {}
    insurance = options.get("insurance") or {}
    return Wishes(
        package_type=int(options.get("package_type") or plain.package_type),
        signature=bool(options.get("signature")),
        only_recipient=bool(options.get("only_recipient")),
        insurance_cents=int((insurance.get("amount") if isinstance(insurance, Mapping) else insurance) or 0),
        label_template=options.get("label_description") or general.get("label_description") or plain.label_template,
        item_weight_g=plain.item_weight_g,
        packaging_weight_g=plain.packaging_weight_g,
        parcel_weight_g=int(general["weight"]) if general.get("weight") else None,
        return_to_sender=bool(options.get("return")),
        age_check=bool(options.get("age_check")),
        large_format=bool(options.get("large_format")),
        hide_sender=bool(options.get("hide_sender")),
    )


def package_type(wish: Wishes, zone: Zone) -> int:
    """The wished type where it may go, else a package: mailbox, letter and stamp are for NL, small packages for the EU too."""
    return wish.package_type if zone == "NL" or wish.package_type in (PACKAGE, SMALL_PACKAGE) else PACKAGE


def weight(items: Iterable[tuple[int, float | None]], wish: Wishes) -> int:
    """Whole grams of the parcel, rounded up: (quantity, grams of one or None) of each line, and the packaging."""
    rows = list(items)
    if wish.parcel_weight_g and all(grams is None for _, grams in rows):
        return wish.parcel_weight_g
    goods = sum(quantity * (wish.item_weight_g if grams is None else grams) for quantity, grams in rows)
    return max(1, math.ceil(round(goods, 3))) + wish.packaging_weight_g


def most_grams(carrier: int, kind: int, zone: Zone) -> int | None:
    """The heaviest parcel, None where MyParcel publishes no limit. PostNL takes more than 23 kg as large format only, in NL and BE."""
    if kind == PACKAGE and carrier == DPD:
        return 31_500
    if kind == PACKAGE and carrier == POSTNL and zone == "EU":
        return _POSTNL_LARGE_OVER
    return _MOST_GRAMS.get(kind)


def least_grams(carrier: int) -> int:
    """The lightest parcel."""
    return 100 if carrier == GLS else 1


def insured(cents: int, carrier: int, zone: Zone) -> int:
    """The carrier's next step at or above the wished amount, its highest where the wish is above all, in cents."""
    steps = _POSTNL_ABROAD_STEPS if carrier == POSTNL and zone == "EU" else _INSURANCE_STEPS.get(carrier, ())
    if cents <= 0 or not steps:
        return 0
    return next((step * 100 for step in steps if step * 100 >= cents), steps[-1] * 100)


def options(wish: Wishes, kind: int, carrier: int, zone: Zone, grams: int, label: str) -> dict[str, Any]:
    """The options object: each option that the destination knows is sent as 0 or 1, none that it does not know."""
    chosen: dict[str, Any] = {"package_type": kind, "label_description": label}
    if kind != PACKAGE:
        return chosen | ({"tracked": 1} if kind == SMALL_PACKAGE and zone != "NL" else {})
    amount = insured(wish.insurance_cents, carrier, zone)
    chosen["insurance"] = {"amount": amount, "currency": "EUR"}
    if zone == "NL":
        chosen |= _dutch(wish, carrier, bool(amount))
    elif zone == "BE":
        chosen["signature"] = int(wish.signature or (bool(amount) and carrier == BPOST) or carrier in _SIGNED_ABROAD)
    elif carrier in _SIGNED_ABROAD or (carrier == POSTNL and amount):
        chosen["signature"] = 1
    if zone in ("NL", "BE"):
        chosen["large_format"] = int(wish.large_format or (carrier == POSTNL and grams > _POSTNL_LARGE_OVER))
        chosen |= {"hide_sender": int(wish.hide_sender)} if carrier in _HIDES_SENDER else {}
    return chosen


def label(template: str, number: str) -> str:
    """The label's text: {number}, [ORDER_NR] and [ORDER_ID] are the Wix order number, other placeholders are left out."""
    text = re.sub(r"\{number\}|\[ORDER_NR\]|\[ORDER_ID\]|%order_nr%", lambda _: number, template)
    return re.sub(r"\s+", " ", re.sub(r"\[[A-Z_]+\]|%[a-z_]+%", "", text)).strip()[:LABEL_LENGTH]


def _dutch(wish: Wishes, carrier: int, insured_parcel: bool) -> dict[str, int]:
    """PostNL insures and checks ages only together with signature and only_recipient; DHL checks ages without only_recipient."""
    together = carrier == POSTNL and (insured_parcel or wish.age_check)
    only_recipient = (wish.only_recipient or together) and not (carrier == DHL_FOR_YOU and wish.age_check)
    return {
        "signature": int(wish.signature or together),
        "only_recipient": int(only_recipient),
        "return": int(wish.return_to_sender),
        "age_check": int(wish.age_check),
    }
