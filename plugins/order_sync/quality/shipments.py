"""Suite before_send_shipments: the requests for MyParcel, one step before they leave.

No context. Source of the limits: MyParcel contract, sections 2.1 to 2.4 and 9. The views carry lengths and verdicts instead of names
and addresses: whatever a rule sees may be shown to people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from order_sync.quality.frames import SHIPMENTS_TO_SEND
from order_sync.quality.rules import BETWEEN, EQUAL, NOT_BELOW, NOT_NULL, REGEX, TRUE, UNIQUE, Context, Frames, Rule, Suite, derived, pair
from order_sync.quality.rules import IN_SET as ONE_OF

if TYPE_CHECKING:
    import pandas as pd

NUMBER_APART = frozenset({"NL", "BE"})
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
# Inside the EU by country code, outside its customs area: Canary Islands, Ceuta, Melilla, Livigno, Campione, Buesingen, Helgoland.
CUSTOMS_POSTCODES = {"ES": ("35", "38", "51", "52"), "IT": ("23041", "22061"), "DE": ("78266", "27498")}
_DPD_LIMIT_G = 31_500
_LIMIT_G = {1: 30_000, 2: 2_000, 3: 2_000, 4: 2_000, 6: 2_000}
_LENGTHS = {"person": 50, "company": 50, "street": 40, "number": 8, "number_suffix": 6, "city": 35, "postal_code": 10, "phone": 25}


_RULES = (
    Rule("shipments.country_is_iso", "The country is an ISO 3166 code of two letters.",
         "shipments", REGEX, "cc", {"regex": r"^[A-Z]{2}$"}, names="recipient.cc"),
    Rule("shipments.country_filled", "Each shipment has a country.", "shipments", NOT_NULL, "cc", names="recipient.cc"),
    Rule("shipments.person_filled", "Each shipment names a person.",
         "shipments", BETWEEN, "person_required", {"min_value": 1}, names="recipient.person"),
    Rule("shipments.street_filled", "Each shipment has a street that is not only digits.",
         "shipments", ONE_OF, "street_has_letters", TRUE, names="recipient.street"),
    Rule("shipments.city_filled", "Each shipment has a city.",
         "shipments", BETWEEN, "city_required", {"min_value": 1}, names="recipient.city"),
    Rule("shipments.postal_code_filled", "Shipments inside the EU have a postal code, save to Ireland.",
         "shipments", BETWEEN, "postal_code_required", {"min_value": 1}, names="recipient.postal_code"),
    Rule("shipments.number_apart", "Shipments to the Netherlands and Belgium have the house number apart.",
         "shipments", BETWEEN, "number_required", {"min_value": 1}, names="recipient.number"),
    *(
        Rule(f"shipments.{name}_length", f"The {name.replace('_', ' ')} has at most {limit} characters.",
             "shipments", BETWEEN, f"{name}_length", {"max_value": limit}, names=f"recipient.{name}")
        for name, limit in _LENGTHS.items()
    ),
    Rule("shipments.package_type_known", "The package type is one of MyParcel's seven.",
         "shipments", BETWEEN, "package_type", {"min_value": 1, "max_value": 7}, names="options.package_type"),
    Rule("shipments.package_type_filled", "Each shipment has a package type.",
         "shipments", NOT_NULL, "package_type", names="options.package_type"),
    Rule("shipments.weight_above_zero", "A weight that is given is at least 1 gram.",
         "shipments", BETWEEN, "weight_g", {"min_value": 1}, names="physical_properties.weight"),
    Rule("shipments.weight_within_limit", "No parcel is heavier than its package type allows.",
         "shipments", NOT_BELOW, "weight_g", pair("weight_limit_g", "weight_g", or_equal=True), names="physical_properties.weight"),
    Rule("shipments.weight_filled", "Digital stamps and parcels that pass customs have a weight.",
         "shipments", NOT_NULL, "weight_required", names="physical_properties.weight"),
    Rule("shipments.customs_declared", "Each parcel that leaves the EU customs area has a customs declaration.",
         "shipments", ONE_OF, "declared", TRUE, names="customs_declaration"),
    Rule("shipments.label_length", "The text on the label has at most 45 characters.",
         "shipments", BETWEEN, "label_length", {"max_value": 45}, names="options.label_description"),
    Rule("shipments.reference_in_request", "The request has the reference of the ledger.",
         "shipments", EQUAL, "body_reference", pair("body_reference", "reference"), names="reference_identifier"),
    Rule("shipments.reference_unique", "No two shipments share a reference.",
         "shipments", UNIQUE, "reference", names="reference_identifier"),
)  # fmt: skip


def _views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    import pandas as pd

    frame = frames["shipments"]
    shipments = pd.DataFrame([_shipment(row) for row in frame.to_dict("records")], columns=_COLUMNS)
    whole = [name for name in _COLUMNS if name.endswith(("_length", "_g", "_required", "_type"))]
    return {
        "ledger": frame.assign(body=[bool(body) or None for body in frame["body"]]),
        "shipments": shipments.astype(dict.fromkeys(whole, "Int64")),
    }


_COLUMNS = [
    "wix_order_id", "order_number", "reference", "body_reference", "cc", "person_required", "street_has_letters", "city_required",
    "postal_code_required", "number_required", *(f"{name}_length" for name in _LENGTHS), "package_type", "weight_g", "weight_limit_g",
    "weight_required", "declared", "label_length",
]  # fmt: skip


def _shipment(row: dict[str, Any]) -> dict[str, Any]:
    body = _mapping(row["body"])
    recipient, options = _mapping(body.get("recipient")), _mapping(body.get("options"))
    country, package = recipient.get("cc") or None, options.get("package_type")
    weight = _mapping(body.get("physical_properties")).get("weight")
    texts = {name: str(recipient.get(name) or "").strip() for name in _LENGTHS}
    customs = country is not None and needs_customs(country, texts["postal_code"])
    return {
        **{name: row[name] for name in ("wix_order_id", "order_number", "reference")},
        "body_reference": body.get("reference_identifier") or "none",
        "cc": country,
        "person_required": len(texts["person"]),
        "street_has_letters": any(not sign.isdigit() and not sign.isspace() for sign in texts["street"]),
        "city_required": len(texts["city"]),
        "postal_code_required": len(texts["postal_code"]) if country in EU - {"IE"} else None,
        "number_required": len(texts["number"]) if country in NUMBER_APART else None,
        **{f"{name}_length": len(text) for name, text in texts.items()},
        "package_type": package,
        "weight_g": weight,
        "weight_limit_g": _DPD_LIMIT_G if (body.get("carrier"), package) == (4, 1) else _LIMIT_G.get(package),
        "weight_required": weight if customs or package == 4 else 1,
        "declared": bool(_mapping(body.get("customs_declaration")).get("items")) if customs else None,
        "label_length": len(str(options.get("label_description") or "")),
    }


def needs_customs(country: str, postal_code: str) -> bool:
    """Whether a parcel to this place passes customs."""
    return country not in EU or postal_code.startswith(CUSTOMS_POSTCODES.get(country, ("-",)))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


BEFORE_SEND_SHIPMENTS = Suite(
    "before_send_shipments",
    "The shipments, before they are sent to MyParcel",
    (SHIPMENTS_TO_SEND,),
    _views,
    (*derived(SHIPMENTS_TO_SEND, view="ledger", prefix="shipments.", what="shipment"), *_RULES),
)
