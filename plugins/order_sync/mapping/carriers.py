"""MyParcel's carriers as one table: who goes where, with which package types, delivery types, options, weights and insured amounts.

Source: MyParcel contract, sections 2.3 (options), 2.4 (weights), 2.5 (carriers) and 2.8 (combinations). What the contract does not name
for a zone is not offered there; its doubtful points stand in docs/uncertain.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from order_sync.mapping.zones import Zone, zone

Platform = Literal["NL", "BE"]

POSTNL, BPOST, CHEAPCARGO, DPD, DHL_FOR_YOU, DHL_CONNECT, DHL_EUROPLUS, UPS, UPS_SAVER, GLS, TRUNKRS = 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 16
PACKAGE, MAILBOX, LETTER, STAMP, PALLET, SMALL_PACKAGE, ENVELOPE = range(1, 8)
KINDS = {PACKAGE: "package", MAILBOX: "mailbox", LETTER: "letter", STAMP: "digital stamp", PALLET: "pallet", SMALL_PACKAGE: "small package",
         ENVELOPE: "envelope"}  # fmt: skip

NEEDS_EMAIL = frozenset({DPD, UPS, UPS_SAVER, TRUNKRS})
NEEDS_PHONE = frozenset({UPS, UPS_SAVER})
NEEDS_DATE = frozenset({"morning", "evening"})
WITHDRAWN = {5: "Instabox", 6: "DHL", 7: "bol.com", 8: "UPS"}
ITALIAN = {15: "BRT", 17: "InPost", 18: "Poste Italiane"}
UNDESCRIBED = {19: "Spring", 20: "Viatim"}

LARGE_OVER_G = 23_000  # PostNL takes more as large format only
LARGE_OVER_CM, LARGEST_CM = (100, 70, 58), (175, 78, 58)
_LABEL_LENGTH, _LABEL_LENGTHS = 45, {BPOST: 30}

_BY_500 = tuple(range(500, 5_001, 500))
_FROM_100 = (100, 250, *_BY_500)
_POSTNL_ABROAD = (50, 500)
_SMALL_ABROAD = (50,)


@dataclass(frozen=True)
class Offer:
    """What a carrier does in one zone.

    ``kinds``: package type to its lightest and heaviest parcel in grams (None: no limit is known); ``deliveries``: words of the delivery
    column; ``options``: those that a package can have; ``forced``: those that it always has; ``steps``: insured euros of a package;
    ``small_steps``: those of a small package; ``business_only``: deliveries for companies only.
    """

    kinds: Mapping[int, tuple[int, int | None]]
    deliveries: frozenset[str] = frozenset({"standard"})
    options: frozenset[str] = frozenset()
    forced: frozenset[str] = frozenset()
    steps: tuple[int, ...] = ()
    small_steps: tuple[int, ...] = ()
    business_only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Carrier:
    """One carrier: its offers by zone, the accounts and countries it is for, and whether it takes companies or consumers only."""

    name: str
    offers: Mapping[Zone, Offer]
    platforms: frozenset[str] = frozenset({"NL", "BE"})
    countries: frozenset[str] | None = None
    pickup_only: frozenset[str] = frozenset()
    buyer: Literal["business", "consumer"] | None = None
    belgian: Mapping[Zone, Offer] = field(default_factory=dict)


def _offer(
    kinds: str, deliveries: str = "standard", options: str = "", forced: str = "", most: int = 30_000, least: int = 1, **more
) -> Offer:
    limits = {PACKAGE: (least, most), MAILBOX: (1, 2_000), LETTER: (1, 2_000), STAMP: (1, 2_000), SMALL_PACKAGE: (1, 2_000)}
    chosen = {int(kind): limits.get(int(kind), (1, None)) for kind in kinds.split()}
    return Offer(chosen, frozenset(deliveries.split()), frozenset(f"{options} {forced}".split()), frozenset(forced.split()), **more)


_POSTNL = {
    "NL": _offer(
        "1 2 3 4 6", "standard morning evening", "signature only_recipient return age_check large_format receipt_code", steps=_FROM_100
    ),
    "BE": _offer("1", options="signature large_format", steps=_FROM_100),
    "EU": _offer("1 6", options="signature", most=LARGE_OVER_G, steps=_POSTNL_ABROAD),
    "ROW": _offer("1 3 6", options="signature", most=20_000, steps=_POSTNL_ABROAD, small_steps=_SMALL_ABROAD),
}
_BPOST_STEPS = (500, 1_000, 1_500, 2_000)
_DPD = "AT BE BG CZ DE DK EE ES FI FR GR HU IE IT LI LT LU LV NL PL PT RO SE SI SK"
_HEAVY = 31_500
_SATURDAY = frozenset({"saturday"})


def _ups(delivery: str) -> dict[Zone, Offer]:
    abroad = _offer("1", delivery, "signature", steps=_FROM_100)
    return {"NL": _offer("1", delivery, "signature return age_check", steps=_FROM_100), "BE": abroad, "EU": abroad, "ROW": abroad}


def _only_packages(offers: Mapping[Zone, Offer]) -> dict[Zone, Offer]:
    """PostNL on a Belgian account: packages, delivered on an ordinary day, never signed for outside NL and BE."""
    return {
        place: replace(
            offer, kinds={PACKAGE: offer.kinds[PACKAGE]}, deliveries=frozenset({"standard"}),
            options=offer.options - ({"signature"} if place in ("EU", "ROW") else set()),
        )
        for place, offer in offers.items()
    }  # fmt: skip


_CONNECT = _offer("1", forced="signature", steps=_BY_500)
_GLS_ABROAD = _offer("1", forced="signature", least=100, steps=(100,))

CARRIERS = {
    POSTNL: Carrier("PostNL", _POSTNL, belgian=_only_packages(_POSTNL)),
    BPOST: Carrier("bpost", {
        "NL": _offer("1", "standard saturday", "signature return", steps=_BPOST_STEPS),
        "BE": _offer("1 2", "standard saturday", "signature", steps=_BPOST_STEPS),
        "EU": _offer("1", "standard saturday", "signature", steps=_BPOST_STEPS),
        "ROW": _offer("1", options="signature", steps=_BPOST_STEPS),
    }, platforms=frozenset({"BE"})),
    CHEAPCARGO: Carrier("CheapCargo", {"NL": _offer("5")}),
    DPD: Carrier("DPD", {
        "NL": _offer("1 2", "standard saturday", "signature return", most=_HEAVY, steps=(520,), business_only=_SATURDAY),
        "BE": _offer("1", "standard saturday", "signature", most=_HEAVY, steps=(520,), business_only=_SATURDAY),
        "EU": _offer("1", "standard saturday", "signature", most=_HEAVY, steps=(520,), business_only=_SATURDAY),
        "ROW": _offer("1", most=_HEAVY, steps=(520,)),
    }, countries=frozenset(_DPD.split())),
    DHL_FOR_YOU: Carrier("DHL For You", {
        "NL": _offer("1 2 6 7", "standard evening same_day", "signature only_recipient return age_check hide_sender", steps=_BY_500),
        "BE": _offer("1", options="signature hide_sender", steps=_BY_500),
    }),
    DHL_CONNECT: Carrier("DHL Parcel Connect", {
        "NL": _offer("1", options="return", forced="signature", steps=_BY_500), "BE": _CONNECT, "EU": _CONNECT,
    }, pickup_only=frozenset({"FR", "SE"}), buyer="consumer"),
    DHL_EUROPLUS: Carrier("DHL Europlus", {
        "NL": _offer("1", "standard saturday", "return hide_sender", forced="signature", steps=_BY_500),
        "BE": _offer("1", options="hide_sender", forced="signature", steps=_BY_500), "EU": _CONNECT,
    }, buyer="business"),
    UPS: Carrier("UPS Standard", _ups("standard")),
    UPS_SAVER: Carrier("UPS Express Saver", _ups("express")),
    GLS: Carrier("GLS", {
        "NL": _offer("1", "standard saturday", "signature return", least=100, steps=(100,)), "BE": _GLS_ABROAD, "EU": _GLS_ABROAD,
    }, platforms=frozenset({"NL"})),
    TRUNKRS: Carrier("Trunkrs", {"NL": _offer("1", "standard same_day", "signature return age_check receipt_code")}),
}  # fmt: skip


def name(carrier: int) -> str:
    """The carrier's name with its id."""
    names = WITHDRAWN | ITALIAN | UNDESCRIBED
    found = CARRIERS[carrier].name if carrier in CARRIERS else names.get(carrier, "")
    return f"{carrier} ({found})" if found else str(carrier)


def unknown(carrier: int, platform: Platform) -> str:
    """Why nobody ships with the carrier on such an account, "" where they do."""
    if carrier in WITHDRAWN:
        return "is withdrawn by MyParcel"
    if carrier in ITALIAN:
        return "is for Italian accounts"
    if carrier not in CARRIERS:
        return "is not a carrier of which MyParcel says what it takes"
    here = CARRIERS[carrier].platforms
    return "" if platform in here else f"is for {'Belgian' if 'BE' in here else 'Dutch'} accounts"


def offer(carrier: int, country: str, platform: Platform = "NL") -> Offer | None:
    """What a known carrier does for parcels to a country; None where it does not bring them to people's doors."""
    found = CARRIERS[carrier]
    if country in found.pickup_only or (found.countries is not None and country not in found.countries):
        return None
    offers = found.belgian if platform == "BE" and found.belgian else found.offers
    return offers.get(zone(country))


def label_length(carrier: int) -> int:
    """Characters that the carrier prints of the label's text."""
    return _LABEL_LENGTHS.get(carrier, _LABEL_LENGTH)


def multi_collo(kind: int, country: str, platform: Platform) -> bool:
    """Whether several parcels can be one shipment; elsewhere each is a shipment of its own."""
    return kind == PACKAGE and country in ("NL", "BE") and platform == "NL"
