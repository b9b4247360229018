"""What breaks Wix's contract in an order, and how it is told: the field's JSON path and what stood there, without personal data."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

# Only of these fields the value itself is told; of all others its kind. None of them can hold personal data.
_TELLABLE = {
    "amount", "taxRate", "quantity", "currency", "weight", "createdDate", "updatedDate", "purchasedDate",
    "status", "paymentStatus", "fulfillmentStatus", "refundStatus", "taxIncludedInPrices",
}  # fmt: skip
_HARMLESS = re.compile(r"[0-9A-Za-z.,:+_% -]{1,40}").fullmatch
_FAULT = re.compile(r"(?P<says>.*?)(?: - at `\$\.?(?P<path>.*)`)?", re.DOTALL).fullmatch
_MISSING = re.compile(r"Object missing required field `(\w+)`").fullmatch
_KINDS = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number", type(None): "null"}


class Breach(ValueError):
    """A field that the flow needs is missing or breaks the contract."""

    def __init__(self, path: str, seen: str = "") -> None:
        super().__init__(path)
        self.path, self.seen = path, seen

    def under(self, place: str) -> Breach:
        """The same breach, seen from one level higher."""
        return Breach(f"{place}.{self.path}", self.seen)


def breach_of(error: Exception, payload: Any) -> tuple[str, str]:
    """(path, seen) of a decoding error or a Breach; ``payload`` is the decoded order, None where it is no JSON at all."""
    path, seen = (error.path, error.seen) if isinstance(error, Breach) else _path(error)
    return path or "$", seen or _told(payload, path)


def _path(error: Exception) -> tuple[str, str]:
    fault = _FAULT(str(error))
    path, missing = fault["path"] or "", _MISSING(fault["says"])
    if missing:
        return f"{path}.{missing[1]}".lstrip("."), "missing"
    return path, ""


def _told(payload: Any, path: str) -> str:
    """The value at a path, told: itself where it is harmless, else its kind."""
    value, name = payload, ""
    for name, place in re.findall(r"(\w+)|\[(\d+)\]", path):
        try:
            value = value[int(place)] if place else value[name]
        except (KeyError, IndexError, TypeError):
            return "missing"
    last = path.rsplit(".", 1)[-1]
    if isinstance(value, str):
        return value if last in _TELLABLE and _HARMLESS(value) else f"a text of {len(value)} characters"
    if last in _TELLABLE and isinstance(value, (bool, int, float, Decimal)):
        return (str(value) if isinstance(value, Decimal) else json.dumps(value))[:40]
    return "an empty list" if value == [] else _KINDS.get(type(value), "a number")  # hooks decode fractions to Decimal
