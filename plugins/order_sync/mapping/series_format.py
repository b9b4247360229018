"""Numbers of a numbering series, read and written by the series' format. Source: Holded contract, section 2.12.

``[YYYY]``, ``[YY]``, ``[MM]`` and ``[DD]`` stand for the document's date, a run of ``%`` for the counter with at least so many digits. One
``%`` right before a bracket belongs to the bracket where another run follows: the API's sample writes ``INV-%[YYYY]-%``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

_PART = re.compile(r"(\[YYYY\]|\[YY\]|\[MM\]|\[DD\])|(%+)")
_DATES = {"[YYYY]": ("%Y", 4), "[YY]": ("%y", 2), "[MM]": ("%m", 2), "[DD]": ("%d", 2)}


class Place(NamedTuple):
    """Where a number stands: within which period, and its place there. Whether the counter starts again with a period is not documented."""

    period: tuple[str, ...]
    seq: int


@dataclass(frozen=True)
class SeriesFormat:
    """One format; ``pattern`` is None where it has no counter."""

    text: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def place(self, number: str) -> Place | None:
        """Where a number stands, None where it is none of this series."""
        found = self.pattern.fullmatch(number) if self.pattern else None
        if found is None:
            return None
        groups = found.groupdict()
        return Place(tuple(value for name, value in sorted(groups.items()) if name != "seq"), int(groups["seq"]))

    def write(self, seq: int, day: date) -> str:
        """The number that a counter gives on a day."""
        written = []
        for part in self.parts:
            if part in _DATES:
                written.append(day.strftime(_DATES[part][0]).zfill(_DATES[part][1]))
            else:
                written.append(str(seq).zfill(len(part)) if set(part) == {"%"} else part[1:])
        return "".join(written)


@cache
def series_format(text: str) -> SeriesFormat:
    """The format of a series. Literal parts are kept with a space in front, so that a literal % is none of a counter."""
    parts: list[str] = []
    plain = re.sub(r"%(?=\[(?:YYYY|YY|MM|DD)\].*%)", "", text, count=1) if re.search(r"(?<!%)%\[", text) else text
    end, counted = 0, False
    for found in _PART.finditer(plain):
        if found.start() > end:
            parts.append(" " + plain[end : found.start()])
        literal = bool(found.group(2)) and counted
        parts.append(" " + found.group() if literal else found.group())
        counted = counted or bool(found.group(2))
        end = found.end()
    if end < len(plain):
        parts.append(" " + plain[end:])
    return SeriesFormat(text, tuple(parts), re.compile(_expression(parts)) if counted else None)


def _expression(parts: list[str]) -> str:
    made = []
    for place, part in enumerate(parts):
        if part in _DATES:
            made.append(rf"(?P<d{place:03}>[0-9]{{{_DATES[part][1]}}})")
        elif set(part) == {"%"}:
            width = len(part)
            made.append(rf"(?P<seq>[0-9]{{{width}}}|[1-9][0-9]{{{width},}})")
        else:
            made.append(re.escape(part[1:]))
    return "".join(made)
