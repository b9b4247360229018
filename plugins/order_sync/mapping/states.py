"""The state of an address where the API asks for one. Source: MyParcel contract, section 2.2 (two letters); ISO 3166-2."""

from __future__ import annotations

import re

_US = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT "
    "VT VA WA WV WI WY DC AS GU MP PR VI UM FM MH PW AE AP AA"
)
STATES = {
    "US": frozenset(_US.split()),
    "CA": frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"]),
    "AU": frozenset(["NSW", "QLD", "SA", "TAS", "VIC", "WA", "ACT", "NT"]),
}
NEEDED = frozenset({"US", "CA"})  # an Australian postal code tells the state
_LENGTH = 2


def state(country: str, subdivision: str) -> str:
    """The code of a state of US, CA or AU from Wix's subdivision ("US-OR" or "OR"); "" elsewhere and for what is none."""
    code = re.sub(rf"^{country}-", "", subdivision.strip().upper())
    return code if code in STATES.get(country, ()) else ""


def fields(country: str, subdivision: str) -> dict[str, str]:
    """``state``; the three letters of an Australian one, which the API's field does not hold, go into ``region``."""
    code = state(country, subdivision)
    return {"state" if len(code) <= _LENGTH else "region": code} if code else {}
