"""Postal codes as MyParcel's examples write them, and the forms of the countries where a wrong one is certain.

Source: MyParcel contract, section 2.2; the countries' postal services (Universal Postal Union, addressing systems).
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Form(NamedTuple):
    """``pattern`` of the code without spaces, and what it is called where it does not fit."""

    pattern: str
    says: str


_FIVE = "(five digits)"
_FORMS = {
    "NL": Form(r"[1-9][0-9]{3}[A-Z]{2}", "a Dutch postal code (four digits, two letters)"),
    "BE": Form(r"[1-9][0-9]{3}", "a Belgian postal code (four digits)"),
    "DE": Form(r"[0-9]{5}", f"a German postal code {_FIVE}"),
    "ES": Form(r"(?:0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}", f"a Spanish postal code {_FIVE}"),
    "FR": Form(r"[0-9]{5}", f"a French postal code {_FIVE}"),
    "IT": Form(r"[0-9]{5}", f"an Italian postal code {_FIVE}"),
    "PT": Form(r"[1-9][0-9]{3}-?[0-9]{3}", "a Portuguese postal code (four digits, three digits)"),
    "AT": Form(r"[1-9][0-9]{3}", "an Austrian postal code (four digits)"),
    "CH": Form(r"[1-9][0-9]{3}", "a Swiss postal code (four digits)"),
    "LU": Form(r"[1-9][0-9]{3}", "a postal code of Luxembourg (four digits)"),
    "DK": Form(r"[0-9]{4}", "a Danish postal code (four digits)"),
    "PL": Form(r"[0-9]{2}-?[0-9]{3}", f"a Polish postal code {_FIVE}"),
    "GB": Form(r"GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", "a British postcode"),
    "US": Form(r"[0-9]{5}(?:-?[0-9]{4})?", f"a ZIP code {_FIVE}"),
    "CA": Form(r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]", "a Canadian postal code (letters and digits in turn)"),
    "AU": Form(r"[0-9]{4}", "an Australian postal code (four digits)"),
}  # fmt: skip
# Before the code of their country: the ISO code and the plate letter of old.
_PREFIXES = {"DE": "DE|D", "ES": "ES|E", "FR": "FR|F", "IT": "IT|I", "PT": "PT|P", "AT": "AT|A", "CH": "CH", "LU": "LU|L", "DK": "DK",
             "PL": "PL", "US": "US", "NL": "NL", "BE": "BE|B"}  # fmt: skip


def written(country: str, text: str) -> str:
    """Without spaces, dots and country prefix for the countries above, with the space or dash that the country writes; others as they come."""
    if country not in _FORMS:
        return text
    plain = re.sub(r"[\s.]", "", text.upper())
    if prefix := _PREFIXES.get(country):
        plain = re.sub(rf"^(?:{prefix})-?(?=[0-9])", "", plain)
    return _as_usual(country, plain)


def wrong(country: str, code: str) -> str:
    """What is wrong with a code as ``written`` gives it, "" where nothing is known to be."""
    form = _FORMS.get(country)
    return f"not {form.says}" if form and not re.fullmatch(form.pattern, re.sub(r"\s", "", code)) else ""


def _as_usual(country: str, plain: str) -> str:
    if country in ("GB", "CA") and len(plain) > 4:
        return f"{plain[:-3]} {plain[-3:]}"
    if country == "PT" and re.fullmatch(r"[0-9]{7}", plain):
        return f"{plain[:4]}-{plain[4:]}"
    if country == "PL" and re.fullmatch(r"[0-9]{5}", plain):
        return f"{plain[:2]}-{plain[2:]}"
    return plain
