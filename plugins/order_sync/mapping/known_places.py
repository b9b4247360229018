"""Postal code, city and country where a typed street line ends in them once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What the country is called in its own languages and in English.
_COUNTRIES = {
    "NL": "nederland|the netherlands|netherlands|holland", "BE": "belgië|belgie|belgique|belgium", "DE": "deutschland|germany",
    "AT": "österreich|austria", "CH": "schweiz|suisse|svizzera|switzerland", "FR": "france", "ES": "españa|espana|spain",
    "PT": "portugal", "IT": "italia|italy", "GB": "united kingdom|uk|great britain|england|scotland|wales", "IE": "ireland|éire",
    "US": "usa|united states|united states of america", "LU": "luxembourg|luxemburg",
}  # fmt: skip


def without_places(country: str, line: str, places: Sequence[str]) -> str:
    """The line without country, postal code and city at its end; the line itself where nothing of a street would be left,
    and nothing where the line says no more than those.

    ``places``: postal code and city of the order. A city is taken off only after a comma or behind its postal code: it may be a street's name.
    """
    code, city = (re.sub(r"\s+", " ", place.strip()) for place in (*places, "", "")[:2])
    spaced = r"\s?".join(re.escape(char) for char in code.replace(" ", ""))
    town = re.escape(city) if city else None
    ends = [rf"[\s,;]+{spaced}[\s,]+{town}"] if code and town else []
    ends += [rf"\s*[,;]\s*{spaced}"] if re.search(r"[A-Za-z]", code) else []  # four digits may be a house number
    ends += [rf"\s*[,;]\s*{town}(?:[\s,]+{spaced})?" if code else rf"\s*[,;]\s*{town}"] if town else []
    names = _COUNTRIES.get(country)
    found = re.sub(rf"\s*[,;]\s*(?:{names})$", "", line, flags=re.IGNORECASE) if names else line
    for end in ends:
        found = re.sub(rf"{end}$", "", found, flags=re.IGNORECASE)
    if code and city and re.fullmatch(rf"{spaced}|{town}|{spaced}[\s,]+{town}|{town}[\s,]+{spaced}", line, re.IGNORECASE):
        return ""
    return found.strip(" ,;-") if re.search(r"[^\W\d_]{2}", found) else line
