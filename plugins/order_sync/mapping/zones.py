"""Where a parcel goes: customs zone of a country, and the places that their country code hides.

Source: MyParcel contract, section 9 (zones as MyParcel's own plug-ins use them, territories by general knowledge).
"""

from __future__ import annotations

import re
from typing import Literal

Zone = Literal["NL", "BE", "EU", "ROW"]

EU_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
    "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip

# Country codes of places that belong to an EU country (or trade under EU rules) and lie outside its customs or VAT area.
_OWN_CODES = {
    "IC": "Canary Islands", "EA": "Ceuta and Melilla", "AX": "Åland", "GL": "Greenland", "FO": "Faroe Islands",
    "GP": "Guadeloupe", "MQ": "Martinique", "GF": "French Guiana", "RE": "Réunion", "YT": "Mayotte",
    "PM": "Saint Pierre and Miquelon", "BL": "Saint Barthélemy", "MF": "Saint Martin", "NC": "New Caledonia",
    "PF": "French Polynesia", "WF": "Wallis and Futuna", "TF": "French Southern Territories", "XI": "Northern Ireland",
}  # fmt: skip

# Postal codes are compared without spaces and dashes, upper case, and without a prefix such as D- or ES-.
_BY_POSTAL_CODE = {
    "ES": ((r"(35|38)\d{3}", "Canary Islands"), (r"51\d{3}", "Ceuta"), (r"52\d{3}", "Melilla")),
    "DE": ((r"78266", "Büsingen"), (r"27498", "Helgoland")),
    "IT": ((r"23041", "Livigno"), (r"22061", "Campione d'Italia")),
    "GR": ((r"63086", "Mount Athos"),),
    "FI": ((r"22\d{3}", "Åland"),),
    "FR": ((r"9[78]\d{3}", "French overseas territories or Monaco"),),
    "DK": ((r"39\d{2}", "Greenland"),),
    "GB": ((r"BT\d.*", "Northern Ireland"),),
}


def zone(country: str) -> Zone:
    """NL, BE, EU or ROW (rest of the world) of an ISO 3166-1 alpha-2 code."""
    code = country.strip().upper()
    if code in ("NL", "BE"):
        return code
    return "EU" if code in EU_COUNTRIES else "ROW"


def territory(country: str, postal_code: str) -> str | None:
    """The name of a special customs or tax territory, or None for an ordinary destination."""
    code = country.strip().upper()
    if code in _OWN_CODES:
        return _OWN_CODES[code]
    written = re.sub(r"[\s.\-]", "", postal_code).upper()
    if code != "GB":
        written = re.sub(r"^[A-Z]{1,2}(?=\d)", "", written)
    for pattern, name in _BY_POSTAL_CODE.get(code, ()):
        if re.fullmatch(pattern, written):
            return name
    return None
