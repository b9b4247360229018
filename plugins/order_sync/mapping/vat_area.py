"""The VAT area of the European Union: its countries, and the places inside their borders that are outside of it.

Source: Holded contract, section 6.3 (Canary Islands, Ceuta, Melilla); Directive 2006/112/EC, articles 5 to 7.
"""

from __future__ import annotations

import pandas as pd

from order_sync.mapping.columns import text

MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
    "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip

# Where Spain's law on invoices holds: the country, and its islands and cities with taxes of their own.
SPAIN = ("ES", "IC", "EA")
# Codes under which a merchant in such a place is configured, and how the places are written in addresses.
_HOMES = {"IC": ("ES35", "ES38"), "EA": ("ES51", "ES52")}

# Country and postal code begin with: Canary Islands, Ceuta, Melilla; French overseas; Helgoland, Büsingen; Livigno, Campione;
# Åland; Mount Athos.
_OUTSIDE = (
    "ES35", "ES38", "ES51", "ES52",
    "FR971", "FR972", "FR973", "FR974", "FR975", "FR976", "FR977", "FR978", "FR984", "FR986", "FR987", "FR988",
    "DE27498", "DE78266", "IT23041", "IT22061", "FI22", "GR63086",
)  # fmt: skip

# Monaco counts as France, Northern Ireland as a member of its own (goods): both are written under another country's code.
_ALIASES = {"EL": "GR", "MC": "FR", "UK": "GB"}

VAT_PREFIXES = frozenset({*MEMBERS - {"GR"}, "EL", "XI"})


def places(country: pd.Series, postal_code: pd.Series, home: str = "") -> pd.DataFrame:
    """Columns country (as VAT sees it) and inside (the VAT area of the Union), aligned with the two series.

    ``home``: the merchant's country; for one on the Canary Islands (IC), in Ceuta or Melilla (EA) its own place is a country of its own.
    """
    code = text(country).str.upper().replace(_ALIASES)
    written = text(postal_code).str.upper().str.replace(r"[\s.\-]", "", regex=True)
    written = written.str.replace(r"^[A-Z]{1,2}(?=\d{4})", "", regex=True).where(code.ne("GB"), written)
    where = code + written
    code = code.mask(where.str.startswith("GBBT"), "XI")
    inside = code.isin(MEMBERS | {"XI"}) & ~where.str.startswith(_OUTSIDE)
    if home in _HOMES:
        code = code.mask(where.str.startswith(_HOMES[home]), home)
    return pd.DataFrame({"country": code, "inside": inside})


def vat_country(vat_number: str) -> str:
    """ISO code of the member whose prefix a normalised VAT number has, or ""."""
    prefix = vat_number[:2]
    if prefix not in VAT_PREFIXES or not any(sign.isdigit() for sign in vat_number[2:]):
        return ""
    return "GR" if prefix == "EL" else prefix
