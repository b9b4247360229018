"""Answers of a remote against the form that was pinned: new fields, missing ones, other types, unknown values of enumerations.

What is told names fields and types. Values are told of enumerations alone, and only where they look like one: no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from order_sync.contracts.api_forms import Form

_KINDS = {
    "text": ("text",), "number": ("number",), "bool": ("bool",), "id": ("text", "number"), "flag": ("bool", "number"),
    "amount": ("text", "number"), "date": ("text", "number"),
}  # fmt: skip
_VALUE = re.compile(r"[A-Za-z0-9_.+-]{1,40}")
_AMOUNT = re.compile(r"\s*-?[0-9][0-9.,]*\s*|")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")


class ApiDrift(NamedTuple):
    """One difference: path (lists as ``[]``), what (new, missing, type, value), seen, pinned."""

    path: str
    what: str
    seen: str
    pinned: str

    @property
    def level(self) -> str:
        """A new field breaks nothing; all else may."""
        return "note" if self.what == "new" else "warning"


def objects(answer: Any, places: str) -> list[Any] | None:
    """The objects of an answer at the first of the places that it has; None where it has none of them."""
    for place in places.split(" "):
        found = answer
        for name in filter(None, place.split(".")):
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            return found if isinstance(found, list) else [found]
    return None


def drift(form: Form, found: Iterable[Any]) -> list[ApiDrift]:
    """The differences of some objects from their form, each once, sorted."""
    return sorted({one for item in found for one in _differences(form, item, "")})


def _differences(form: Form, value: Any, path: str) -> Iterator[ApiDrift]:
    if form == "any" or value is None:
        return
    if isinstance(form, dict):
        yield from _object(form, value, path) if isinstance(value, dict) else _type(path, value, "object")
    elif isinstance(form, list):
        if not isinstance(value, list):
            yield from _type(path, value, "list")
            return
        for item in value:
            yield from _differences(form[0], item, f"{path}[]")
    else:
        yield from _word(form, value, path)


def _object(form: dict[str, Form], value: dict[str, Any], path: str) -> Iterator[ApiDrift]:
    known = {name.removesuffix("!"): name for name in form}
    for name, inner in value.items():
        place = f"{path}.{_name(name)}" if path else _name(name)
        if name in known:
            yield from _differences(form[known[name]], inner, place)
        else:
            yield ApiDrift(place, "new", _kind(inner), "")
    for name in form:
        if name.endswith("!") and value.get(name[:-1]) is None:
            place = f"{path}.{name[:-1]}" if path else name[:-1]
            yield ApiDrift(place, "missing", "null" if name[:-1] in value else "", _pinned(form[name]))


def _word(form: str, value: Any, path: str) -> Iterator[ApiDrift]:
    kind, _, allowed = form.partition(":")
    if _kind(value) not in _KINDS[kind]:
        yield from _type(path, value, kind)
    elif allowed and str(value) not in allowed.split(" "):
        told = str(value) if _VALUE.fullmatch(str(value)) and "@" not in str(value) else "(text)"
        yield ApiDrift(path, "value", told, f"one of {len(allowed.split(' '))} known values")
    elif kind == "amount" and isinstance(value, str) and not _AMOUNT.fullmatch(value):
        yield ApiDrift(path, "type", "text that is no amount", "amount")


def _type(path: str, value: Any, pinned: str) -> Iterator[ApiDrift]:
    yield ApiDrift(path, "type", _kind(value), pinned)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        return "list"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "text"
    return "null" if value is None else "number"


def _pinned(form: Form) -> str:
    return "object" if isinstance(form, dict) else "list" if isinstance(form, list) else form.partition(":")[0]


def _name(name: str) -> str:
    return name if _NAME.fullmatch(name) else "(name)"  # a key that is data, such as a mail address
