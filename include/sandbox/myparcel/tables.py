"""What MyParcel's carriers take where: zones, package types, delivery types, weights, insurance steps."""

from __future__ import annotations

from dataclasses import dataclass

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_DPD = "AT BE BG CZ DE DK EE ES FI FR GR HU IE IT LI LT LU LV NL PL PT RO SE SI SK GB"
EU = frozenset(_EU.split())

PACKAGE, MAILBOX, LETTER, STAMP, PALLET, SMALL_PACKAGE, ENVELOPE = range(1, 8)
MORNING, STANDARD, EVENING, PICKUP = range(1, 5)

PLATFORM_NL, PLATFORM_BE = 1, 3
PLATFORM_NAMES = {PLATFORM_NL: "MYPARCEL_NL", PLATFORM_BE: "MYPARCEL_BE"}

WITHDRAWN_CARRIERS = frozenset({5, 6, 7, 8})


def zone(cc: str) -> str:
    """NL, BE, EU or ROW: everything outside the list is the rest of the world, Great Britain too."""
    if cc in ("NL", "BE"):
        return cc
    return "EU" if cc in EU else "ROW"


def _steps(*first: int, last: int = 5000) -> frozenset[int]:
    """Insurance steps in cents: the first ones in euros, then every 500 up to the last."""
    return frozenset(100 * euros for euros in (0, *first, *range(500, last + 1, 500)))


@dataclass(frozen=True)
class Carrier:
    """One carrier: package and delivery types, countries (None: world), insurance steps in cents (None: not checked)."""

    name: str
    package_types: frozenset[int]
    delivery_types: frozenset[int]
    countries: frozenset[str] | None = None
    insurance: frozenset[int] | None = None
    needs_email: bool = False
    platforms: frozenset[int] = frozenset({PLATFORM_NL, PLATFORM_BE})


CARRIERS: dict[int, Carrier] = {
    1: Carrier("PostNL", frozenset({1, 2, 3, 4, 6}), frozenset({1, 2, 3, 4}), insurance=_steps(100, 250)),
    2: Carrier("bpost", frozenset({1, 2}), frozenset({2, 4}), platforms=frozenset({PLATFORM_BE})),
    3: Carrier("CheapCargo", frozenset({PALLET}), frozenset({2})),
    4: Carrier("DPD", frozenset({1, 2}), frozenset({2, 4}), frozenset(_DPD.split()), frozenset({0, 52_000}), needs_email=True),
    9: Carrier("DHL For You", frozenset({1, 2, 6, 7}), frozenset({2, 3, 4}), frozenset({"NL", "BE"}), _steps()),
    10: Carrier("DHL Parcel Connect", frozenset({1, 2}), frozenset({2, 4}), EU, _steps()),
    11: Carrier("DHL Europlus", frozenset({1}), frozenset({2}), EU, _steps()),
    12: Carrier("UPS Standard", frozenset({1}), frozenset({2, 4}), None, _steps(100, 250), needs_email=True),
    13: Carrier("UPS Express Saver", frozenset({1}), frozenset({7, 4}), None, _steps(100, 250), needs_email=True),
    14: Carrier("GLS", frozenset({1}), frozenset({2, 4}), EU, platforms=frozenset({PLATFORM_NL})),
    16: Carrier("Trunkrs", frozenset({1}), frozenset({2, 6}), frozenset({"NL", "BE"}), frozenset({0}), needs_email=True),
}

POSTNL_ABROAD_INSURANCE = frozenset({0, 5_000, 50_000})

# PostNL on a Dutch account without a contract of its own.
POSTNL_TYPES_BY_ZONE = {
    "NL": frozenset({PACKAGE, MAILBOX, LETTER, STAMP, SMALL_PACKAGE}),
    "BE": frozenset({PACKAGE, SMALL_PACKAGE}),
    "EU": frozenset({PACKAGE, SMALL_PACKAGE}),
    "ROW": frozenset({PACKAGE, LETTER, SMALL_PACKAGE}),
}

MAX_WEIGHT_G = {PACKAGE: 30_000, MAILBOX: 2_000, LETTER: 2_000, STAMP: 2_000, SMALL_PACKAGE: 2_000}
POSTNL_ROW_MAX_WEIGHT_G = 20_000
DPD_MAX_WEIGHT_G = 31_500


def max_weight(carrier: int, package_type: int, cc: str) -> int | None:
    """Heaviest parcel in grams, None where MyParcel publishes no limit."""
    if package_type == PACKAGE and carrier == 4:
        return DPD_MAX_WEIGHT_G
    if package_type == PACKAGE and carrier == 1 and zone(cc) == "ROW":
        return POSTNL_ROW_MAX_WEIGHT_G
    return MAX_WEIGHT_G.get(package_type)


def insurance_steps(carrier: int, cc: str) -> frozenset[int] | None:
    """Insured amounts in cents that the carrier sells to this country, None where they are not checked."""
    if carrier == 1 and zone(cc) in ("EU", "ROW"):
        return POSTNL_ABROAD_INSURANCE
    return CARRIERS[carrier].insurance
