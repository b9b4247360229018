"""What MyParcel's carriers take where: zones, package types, delivery types, weights, insurance steps (contract 2.3 to 2.8).

Where the contract's sources differ, both readings are taken: a fake that refuses what the real one may take would prove nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_DPD = "AT BE BG CZ DE DK EE ES FI FR GR HU IE IT LI LT LU LV NL PL PT RO SE SI SK GB"
EU = frozenset(_EU.split())
ZONES = ("NL", "BE", "EU", "ROW")

PACKAGE, MAILBOX, LETTER, STAMP, PALLET, SMALL_PACKAGE, ENVELOPE = range(1, 8)
MORNING, STANDARD, EVENING, PICKUP, _, SAME_DAY, EXPRESS = range(1, 8)

PLATFORM_NL, PLATFORM_BE = 1, 3
PLATFORM_NAMES = {PLATFORM_NL: "MYPARCEL_NL", PLATFORM_BE: "MYPARCEL_BE"}

POSTNL, BPOST, CHEAPCARGO, DPD, DHL_FOR_YOU, DHL_CONNECT, DHL_EUROPLUS, UPS, UPS_SAVER, GLS, TRUNKRS = 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 16


def zone(cc: str) -> str:
    """NL, BE, EU or ROW: everything outside the list is the rest of the world, Great Britain too."""
    if cc in ("NL", "BE"):
        return cc
    return "EU" if cc in EU else "ROW"


def _steps(*first: int, last: int = 5000) -> frozenset[int]:
    """Insurance steps in cents: the first ones in euros, then every 500 up to the last."""
    return _euros(*first, *range(500, last + 1, 500))


def _euros(*amounts: int) -> frozenset[int]:
    return frozenset(100 * euros for euros in (0, *amounts))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True)
class Carrier:
    """One carrier: package and delivery types, countries (None: world), insured cents of a package; ``kinds``: package types by zone
    where they are fewer; ``pickup``: countries of its pickup places (None: all of its own); ``signed``: zones where a signature is forced.
    """

    name: str
    package_types: frozenset[int]
    delivery_types: frozenset[int]
    countries: frozenset[str] | None = None
    insurance: frozenset[int] = frozenset({0})
    needs_email: bool = False
    needs_phone: bool = False
    platforms: frozenset[int] = frozenset({PLATFORM_NL, PLATFORM_BE})
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)
    pickup: frozenset[str] | None = None
    pickup_only: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    least_g: int = 1
    most_g: int = 30_000


_BELGIAN, _DUTCH = frozenset({PLATFORM_BE}), frozenset({PLATFORM_NL})
# Mailbox parcels and stamps are for NL and BE, whoever carries them; abroad they need a contract of one's own.
_HOME = {"EU": frozenset({PACKAGE, SMALL_PACKAGE}), "ROW": frozenset({PACKAGE, LETTER, SMALL_PACKAGE})}
_POSTNL_KINDS = {**_HOME, "BE": frozenset({PACKAGE, SMALL_PACKAGE})}

CARRIERS: dict[int, Carrier] = {
    POSTNL: Carrier("PostNL", frozenset({1, 2, 3, 4, 6}), frozenset({1, 2, 3, 4}), insurance=_steps(100, 250), kinds=_POSTNL_KINDS,
                    pickup=_set("NL BE DK SE DE")),
    BPOST: Carrier("bpost", frozenset({1, 2}), frozenset({2, 4}), insurance=_euros(500, 1000, 1500, 2000, 2500, 5000), platforms=_BELGIAN,
                   kinds=_HOME, pickup=_set("BE NL")),
    CHEAPCARGO: Carrier("CheapCargo", frozenset({PALLET}), frozenset({2})),
    DPD: Carrier("DPD", frozenset({1, 2}), frozenset({2, 4}), _set(_DPD), _euros(520), needs_email=True, kinds=_HOME, most_g=31_500),
    DHL_FOR_YOU: Carrier("DHL For You", frozenset({1, 2, 6, 7}), frozenset({2, 3, 4}), _set("NL BE"), _steps()),
    DHL_CONNECT: Carrier("DHL Parcel Connect", frozenset({1, 2}), frozenset({2, 4}), EU, _steps(), kinds=_HOME, pickup_only=_set("FR SE"),
                         signed=frozenset(ZONES)),
    DHL_EUROPLUS: Carrier("DHL Europlus", frozenset({1}), frozenset({2}), EU, _steps(), signed=frozenset(ZONES)),
    UPS: Carrier("UPS Standard", frozenset({1}), frozenset({2, 4}), None, _steps(100, 250), needs_email=True, needs_phone=True),
    UPS_SAVER: Carrier("UPS Express Saver", frozenset({1}), frozenset({7, 4}), None, _steps(100, 250), needs_email=True, needs_phone=True),
    GLS: Carrier("GLS", frozenset({1}), frozenset({2, 4}), EU, _euros(100, 500), platforms=_DUTCH, signed=_set("BE EU"), least_g=100),
    TRUNKRS: Carrier("Trunkrs", frozenset({1}), frozenset({2, 6}), _set("NL BE"), needs_email=True),
}  # fmt: skip

POSTNL_ABROAD_INSURANCE, SMALL_ABROAD_INSURANCE = _euros(50, 500), _euros(50)
MAX_WEIGHT_G = {MAILBOX: 2_000, LETTER: 2_000, STAMP: 2_000, SMALL_PACKAGE: 2_000}
POSTNL_ROW_MAX_WEIGHT_G, LARGE_OVER_G = 20_000, 23_000
LARGE_OVER_CM, LARGEST_CM = (100, 70, 58), (175, 78, 58)


def package_types(carrier: int, place: str, platform: int) -> frozenset[int]:
    """Package types that the carrier takes to a zone."""
    row = CARRIERS[carrier]
    if carrier == POSTNL and platform == PLATFORM_BE:
        return frozenset({PACKAGE})
    return row.package_types & row.kinds.get(place, row.package_types)


def delivery_types(carrier: int, place: str, platform: int) -> frozenset[int]:
    """Delivery types of the carrier in a zone: morning and evening within NL only, and not by PostNL for Belgian accounts."""
    types = CARRIERS[carrier].delivery_types
    if place != "NL" or (carrier == POSTNL and platform == PLATFORM_BE):
        types -= {MORNING, EVENING}
    return types


def pickup_place(carrier: int, cc: str) -> bool:
    """Whether the carrier has pickup places in this country."""
    row = CARRIERS[carrier]
    countries = row.countries if row.pickup is None else row.pickup
    return PICKUP in row.delivery_types and (countries is None or cc in countries)


def weights(carrier: int, package_type: int, cc: str) -> tuple[int, int | None]:
    """Lightest and heaviest parcel in grams, None where MyParcel publishes no limit."""
    row = CARRIERS[carrier]
    if package_type != PACKAGE:
        return 1, MAX_WEIGHT_G.get(package_type)
    return row.least_g, POSTNL_ROW_MAX_WEIGHT_G if carrier == POSTNL and zone(cc) == "ROW" else row.most_g


def insurance_steps(carrier: int, package_type: int, cc: str) -> frozenset[int]:
    """Insured amounts in cents that the carrier sells for this parcel; 0 is always one."""
    place = zone(cc)
    if package_type == SMALL_PACKAGE and place in ("EU", "ROW"):
        return SMALL_ABROAD_INSURANCE if place == "ROW" else frozenset({0})
    if package_type in (MAILBOX, LETTER, STAMP):
        return frozenset({0})
    if carrier == POSTNL and place in ("EU", "ROW"):
        return POSTNL_ABROAD_INSURANCE
    return CARRIERS[carrier].insurance
