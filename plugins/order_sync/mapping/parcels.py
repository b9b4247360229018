"""What a store or its MyParcel account prefers of parcels, and the text of a label. Source: MyParcel contract, sections 7 and 10.4."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from order_sync.mapping.carriers import GLS, NEEDS_EMAIL, NEEDS_PHONE, Platform

__all__ = ["GLS", "NEEDS_EMAIL", "NEEDS_PHONE", "Wishes", "label", "platform", "unknown_placeholders", "wishes"]

_PLATFORMS: dict[int, Platform] = {1: "NL", 3: "BE"}
_PLACEHOLDERS = {
    "number": r"\{number\}|\{order_number\}|\{order_name\}|\[ORDER_NR\]|\[ORDER_ID\]|%order_nr%",
    "sku": r"\{sku\}|\[PRODUCT_SKU\]",
    "product": r"\{product\}|\[PRODUCT_NAME\]|%product_name%",
    "quantity": r"\{quantity\}|\[PRODUCT_QTY\]|%product_qty%",
    "note": r"\{note\}|\[CUSTOMER_NOTE\]",
}
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PLACEHOLDERS.items()))
_OTHERS = re.compile(r"\[[A-Z_]+\]|%[a-z_]+%|\{[a-z_]+\}")


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


def platform(settings: Any, country: str, preferences: Mapping[str, Any] | None = None) -> Platform:
    """Whether the account is Dutch or Belgian: as the account says, else as the settings say, else by bpost or the seller's country."""
    told = _PLATFORMS.get((preferences or {}).get("platform_id") or 0)
    return told or settings.platform or ("BE" if settings.carrier == 2 or country == "BE" else "NL")


def label(template: str, number: str, lines: Sequence[tuple[str, str, int]] = (), note: str = "", most: int = 45) -> str:
    """The label's text: placeholders of ours and of MyParcel's plug-ins filled, unknown ones left out, cut to ``most`` characters.

    ``lines``: SKU, name and pieces of what is in the parcel.
    """
    values = {
        "number": number,
        "sku": ", ".join(dict.fromkeys(sku for sku, _, _ in lines if sku)),
        "product": ", ".join(dict.fromkeys(name for _, name, _ in lines if name)),
        "quantity": str(sum(pieces for _, _, pieces in lines)) if lines else "",
        "note": note,
    }
    parts, last = [], 0
    for place in _ANY.finditer(template):  # what is filled in is not looked through again: a note may hold brackets
        parts += [_OTHERS.sub("", template[last : place.start()]), values[place.lastgroup]]
        last = place.end()
    return re.sub(r"\s+", " ", "".join([*parts, _OTHERS.sub("", template[last:])])).strip()[:most].rstrip()


def unknown_placeholders(template: str) -> list[str]:
    """Placeholders that nothing is known for."""
    return _OTHERS.findall(_ANY.sub("", template))
