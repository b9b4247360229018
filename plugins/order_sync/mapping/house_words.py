"""Words around house numbers in the countries where street and number stay in one line: what a dwelling is, what a street is, "no number".

Sources: general knowledge of how the countries write addresses (Universal Postal Union, addressing systems).
"""

from __future__ import annotations

import re

# The number stands before the street.
NUMBER_FIRST = frozenset(["FR", "LU", "MC", "GB", "IE", "IM", "JE", "GG", "US", "CA", "AU", "NZ", "ZA", "MT", "SG", "HK"])

_WORDS = (
    # Spanish, Catalan, Portuguese
    r"piso|planta|pis|pta|puerta|porta|escalera|esc|escala|bloque|blq|bloc|bloco|portal|portería|apartamento|aptos?|apartament|entresuelo|"
    r"entlo|principal|ático|átic|atico|bajos?|baixos?|sótano|izqda?|izq|izda|dcha|derecha|izquierda|centro|andar|fracção|fração|lote|loja|cave|"
    r"r/c|rés-do-chão|esquerdo|esq|direito|dto|drt|frente|int|interior|exterior|oficina|despacho|local|"
    # French
    r"bâtiment|bâtiments|batiment|bât|bat|étage|etage|appartement|appt|app|escalier|porte|résidence|rdc|rez-de-chaussée|"
    # German
    r"hinterhaus|vorderhaus|seitenflügel|gartenhaus|wohnung|whg|wohn|stiege|stock|stockwerk|tür|top|aufgang|eingang|etg|hh|vh|og|eg|dg|"
    # Italian
    r"scala|interno|palazzina|piano|edificio|"
    # English
    r"apartment|apt|flat|unit|suite|ste|floor|room|rm|building|bldg|block"
)
DWELLING = re.compile(
    rf"""(?:(?:{_WORDS})(?![\w-])\.?|\#\s?\w+|
         \d{{1,2}}\s?\.?\s?[ºª°](?:[A-Za-z]{{1,2}}\b|\s|\.|,|$)|\d{{1,2}}(?:er|ère|ème|e|th|nd|rd|st)\s(?:étage|etage|floor|piso|planta|andar)\b|
         \d{{1,2}}\.\s?(?:og|stock|etage|etg|obergeschoss)\b|(?:ground|first|second|third|top)\sfloor\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLE = re.compile(
    r"(?:\b(?:de|del|della|dei|di|da|do|du|des|la|le|les|el|los|las|the|am|zum|zur|an der|im)|\bl['’]|\bd['’])$", re.IGNORECASE
)
_STREETS = {
    "ES": r"^(?:calle|c/|cl\.|carrer|rúa|kalea|avenida|avda\.?|av\.|avinguda|paseo|passeig|ronda)\s*\w",
    "PT": r"^(?:rua|r\.|avenida|av\.|travessa|calçada|alameda)\s*\w",
    "IT": r"^(?:via|viale|v\.le|corso|c\.so|vicolo|largo)\s+\w",
    "FR": r"^(?:rue|avenue|av\.|boulevard|bd\.?|quai|cours|impasse)\s+\w",
    "DE": r"(?:stra(?:ß|ss)e|str\.?|allee|gasse|damm|ufer)$",
    "AT": r"(?:stra(?:ß|ss)e|str\.?|allee|gasse|damm|ufer)$",
}
STREET_TYPES = frozenset([
    "calle", "carrer", "avenida", "avinguda", "paseo", "passeig", "plaza", "camino", "carretera", "rua", "travessa", "praça", "via", "viale", "corso",
    "piazza", "rue", "avenue", "boulevard", "place", "chemin", "route", "street", "road", "lane", "drive", "straße", "strasse", "platz", "allee",
])  # fmt: skip
_NO_NUMBER = re.compile(
    r"(?<!\w)(?:s\s?/\s?n|s\.\s?/?\s?n\.?[º°]?|s\s?n|sin n[uú]mero|sin n[ºo]\.?|sense n[uú]mero|sem n[uú]mero|sans num[ée]ro|s\.?n\.?c\.?|senza numero|"
    r"ohne (?:haus)?n(?:umme)?r\.?|o\.\s?nr\.?|no number)(?!\w)",
    re.IGNORECASE,
)


def dwelling_at(line: str, after: int) -> int:
    """Where a flat, floor or building begins behind the house number that ends at ``after``; -1 where none does."""
    for match in DWELLING.finditer(line, after):
        before = line[after : match.start()]
        if (before == "" or before[-1] in " ,;-") and not _ARTICLE.search(before.rstrip(" ")) and _says_which(line, match):
            return match.start()
    return -1


def is_dwelling(segment: str) -> bool:
    """Whether a segment names a flat, floor or building and nothing else ("Flat 2", "Hinterhaus", "3º B")."""
    match = DWELLING.match(segment)
    return bool(match) and bool(re.fullmatch(r"(?:[\s.:-]*[\w/#]{1,4}[º°ª]?\.?){0,3}", segment[match.end() :]))


def lacks_number(country: str, street: str, *others: str) -> bool:
    """Whether a line names a street as the country writes it, and neither a number nor that there is none stands anywhere."""
    form = _STREETS.get(country)
    if not form or re.search(r"\d", street) or _NO_NUMBER.search(" , ".join([street, *others])):
        return False
    return bool(re.search(form, street.strip(" .,"), re.IGNORECASE))


def _says_which(line: str, match: re.Match[str]) -> bool:
    """After a comma, or followed by a number or letter or by nothing: "porte 3", "bajo"; not "Porte Dorée"."""
    tail = line[match.end() :]
    if line[: match.start()].rstrip().endswith(",") or match[0][0] in "0123456789#":
        return True
    return bool(re.match(r"\s*$|[\s.:,nº°-]*(?:\d|\w{1,2}\b|,)", tail) or DWELLING.match(tail.lstrip(" .,")))
