"""Delivery addresses that are no house: PO boxes, parcel lockers, military post, poste restante; and which carrier takes them.

Sources: what the words mean is general knowledge of the countries' postal services. MyParcel says nothing of them save that a Dutch PO
box is street "Postbus" with its number (contract, section 2.2): what is not plainly possible is held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from order_sync.mapping.carriers import DHL_CONNECT, DHL_EUROPLUS, DHL_FOR_YOU, POSTNL, name

Kind = Literal["box", "box and street", "packstation", "locker", "military", "restante"]
TAKEN_BY = {"box": frozenset({POSTNL}), "packstation": frozenset({DHL_FOR_YOU, DHL_CONNECT, DHL_EUROPLUS})}

# Words that mean a PO box wherever they stand before a number, and short forms that mean one in some countries only.
_BOX = (
    r"(?:de\s)?postbus|postbox|p\.?\s?o\.?\s?box|p\.?o\.?b\.?|post\s?office\s?box|g\.?p\.?o\.?\s?box|locked\s?bag|private\s?bag|postfach|"
    r"apartado(?:\s(?:de\s)?correos?|\spostal)?|apdo\.?(?:\s(?:de\s)?correos?)?|apartat(?:\s(?:de\s)?correus)?|posta[\s-]?kutxa(?:tila)?|"
    r"bo[iî]te\spostale|case\spostale|casella\spostale|caixa\spostal|antwoordnummer|postboks|skrytka(?:\spocztowa)?|skr\.?\s?poczt\.?|"
    r"po[sš]tovn[ií]\sp[rř]ihr[aá]dka|po[sš]tni\spredal|c[aă]su[tțţ]a\spo[sșş]tal[aă]|postafi[oó]k|postilokero"
)
_PLAIN_BOX = (
    r"postbus|p\.?\s?o\.?\s?box|post\s?office\s?box|postfach|bo[iî]te\spostale|case\spostale|casella\spostale|apartado\sde\scorreos?"
)
_INSIDE = re.compile(rf"(?<!\w)(?:{_PLAIN_BOX})[\s.:]*(?:n[°ºo.]{{1,2}}|nr\.?)?\s*[0-9]", re.IGNORECASE)
_NUMBERLESS = re.compile(rf"(?:{_PLAIN_BOX})\.?", re.IGNORECASE)
_BP, _CP, _PF = r"b\.?\s?p\.?", r"c\.?\s?p\.?", r"p\.?\s?f\.?"
_SHORT = {
    "FR": rf"{_BP}|c\.?\s?s\.?|t\.?s\.?a\.?", "LU": _BP, "MC": _BP, "BE": rf"{_BP}|p\.?b\.?", "DE": _PF, "AT": _PF, "LI": _PF,
    "CH": rf"{_PF}|{_CP}", "IT": _CP, "SM": _CP, "PT": _CP, "HU": _PF, "RO": rf"{_CP}|o\.?p\.?", "SE": "box", "FI": "pl|pb", "DK": "pb", "NO": "pb",
    "GR": r"τ\.?\s?θ\.?|t\.?\s?th\.?", "CY": r"τ\.?\s?θ\.?",
}  # fmt: skip
# French companies write their box beside the street; the parcel goes to the street.
_BOX_BESIDE_STREET = frozenset({"FR", "LU", "MC"})
_NUMBER = r"[\s.:,]*(?:n[°ºo.]{1,2}|nr\.?)?\s*[A-Z]?[0-9][0-9\s./-]*[A-Z]?"
_PACKSTATION = re.compile(r"\b(?:packstation|postfiliale)\b", re.IGNORECASE)
_CUSTOMER = re.compile(r"(?<![0-9])[0-9]{6,10}(?![0-9])")
_LOCKER = re.compile(
    r"\b(?:paczkomat|inpost|city\s?paq|amazon\s(?:hub\s)?locker|amazon\shub|mondial\srelay|point\s?relais|relais\scolis|consigne\spickup|"
    r"pickup\sstation|abholstation|postempfangsbox|pakketautomaat|pakjesautomaat|pakketpunt|bpost\scubee|cubee|parcel\s?locker|paketshop|paketbox|"
    r"punto\s?pack|inpoint|easybox|z-box|omniva|postnl[\s-]?(?:punt|locatie|point)|dhl[\s-]?(?:service\s?point|parcel\s?shop|locker)|"
    r"ups\saccess\spoint|collect\s?plus)\b",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"\b(?:BFPO|B\.F\.P\.O\.?|CFPO|NAPO|feldpost|(?:APO|FPO|DPO)[\s,]+(?:AE|AP|AA))\b|\bpostes? (?:aux )?arm[ée]es\b", re.IGNORECASE
)
_RESTANTE = re.compile(
    r"\b(?:post[ea][\s-]restante|lista\s(?:de\s)?correos|llista\s(?:de\s)?correus|postlagernd|hauptpostlagernd|fermo\s?posta|fermo\sdeposito|general\sdelivery)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """What kind of place an address names; ``complete``: false for a Packstation without the receiver's customer number and for a PO box without its own."""

    kind: Kind
    complete: bool = True


_SAYS = {
    "box": "a PO box",
    "packstation": "a Packstation",
    "locker": "a parcel locker or pickup shop; a pickup point needs its location code, which Wix does not give",
    "military": "military post, which civil parcel carriers do not bring",
    "restante": "poste restante",
}


def place(country: str, lines: Sequence[str], *, others: Sequence[str] = (), city: str = "", subdivision: str = "") -> Place | None:
    """The special place that an address names, None for a house. ``lines``: its street lines; ``others``: company and name."""
    text = " , ".join(filter(None, lines))
    if _PACKSTATION.search(" , ".join([text, *others])):
        return Place("packstation", bool(_CUSTOMER.search(" , ".join([text, *others]))))
    us_forces = country == "US" and (city.upper() in ("APO", "FPO", "DPO") or subdivision.upper()[-2:] in ("AE", "AP", "AA"))
    if us_forces or _MILITARY.search(f"{text} , {city}") or (country == "FR" and re.search(r"\barm[ée]es$", city, re.IGNORECASE)):
        return Place("military")
    if _LOCKER.search(text):
        return Place("locker")
    if _RESTANTE.search(text):
        return Place("restante")
    return _box(country, text)


def _box(country: str, text: str) -> Place | None:
    segments = [segment.strip() for segment in text.split(",") if segment.strip()]
    boxes = [segment for segment in segments if box_number(country, segment)]
    if not boxes and country not in _BOX_BESIDE_STREET and any(_INSIDE.search(segment) for segment in segments):
        return Place("box and street")
    if not boxes:
        return Place("box", complete=False) if any(_NUMBERLESS.fullmatch(segment) for segment in segments) else None
    houses = [segment for segment in segments if segment not in boxes and re.search(r"[^\W\d_]{2}.*[0-9]|[0-9].*[^\W\d_]{2}", segment)]
    if not houses:
        return Place("box")
    return None if country in _BOX_BESIDE_STREET else Place("box and street")


def box_number(country: str, segment: str) -> str:
    """The number of the PO box that a line names and nothing else, else ""."""
    words = "|".join(filter(None, (_BOX, _SHORT.get(country))))
    match = re.fullmatch(rf"(?:{words})(?P<number>{_NUMBER})", segment.strip(), re.IGNORECASE)
    return match["number"].strip(" .:,") if match else ""


def refusal(found: Place, carrier: int) -> str:
    """Why the carrier cannot deliver there, "" where it can. No personal data in it."""
    if carrier in TAKEN_BY.get(found.kind, ()):
        return ""
    told = _SAYS[found.kind]
    return told if found.kind in ("locker", "military", "restante") else f"{told}, to which carrier {name(carrier)} does not deliver"
