"""What is wrong with the numbers of a series: gaps, duplicates, dates that go back, numbers of another series.

Numbers within a series are consecutive and their dates do not go back (RD 1619/2012, article 6; Holded contract, section 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from order_sync.mapping.series_format import Place, SeriesFormat


class Numbered(NamedTuple):
    """An approved document of a kind, whoever made it. ``series``: what our own document named, "" for others."""

    remote_id: str
    number: str
    day: date | None
    series: str = ""


@dataclass(frozen=True)
class Finding:
    """``what``: gap, duplicate, date goes back, wrong series; ``remote_id``: the document at which it shows."""

    kind: str
    series: str
    what: str
    number: str
    remote_id: str
    seen: str

    def as_row(self) -> dict[str, Any]:
        """For tables and JSON."""
        return asdict(self)


def findings(kind: str, documents: Iterable[Numbered], formats: Mapping[str, SeriesFormat]) -> list[Finding]:
    """What is wrong with the numbers of a kind of document. ``formats``: by series id.

    Numbers of persons count: a number that one of them took is no gap. A number that fits several formats belongs to each of them, so
    that it never makes a gap look real.
    """
    rows = list(documents)
    found: list[Finding] = []
    for series, written in formats.items():
        placed = [(place, row) for row in rows if (place := written.place(row.number)) is not None]
        found += _of_series(kind, series, sorted(placed, key=lambda pair: (pair[0], pair[1].remote_id)), formats)
        for row in rows:
            if row.series == series and written.pattern is not None and written.place(row.number) is None:
                seen = f"{row.number} does not fit {written.text}, the format of its series"
                found.append(Finding(kind, series, "wrong series", row.number, row.remote_id, seen))
    return found


def _of_series(kind: str, series: str, placed: Sequence[tuple[Place, Numbered]], formats: Mapping[str, SeriesFormat]) -> list[Finding]:
    found: list[Finding] = []
    for _, same in groupby(placed, key=lambda pair: pair[0]):
        _, *others = [row for _, row in same]
        seen = f"{len(others) + 1} documents have it"
        found += [Finding(kind, series, "duplicate", row.number, row.remote_id, seen) for row in others]
    for (before, earlier), (after, later) in pairwise(placed):
        if _gap(before, after):
            found.append(Finding(kind, series, "gap", later.number, later.remote_id, f"the number before it is {earlier.number}"))
        if earlier.day and later.day and later.day < earlier.day and _own(earlier, formats) <= 1 and _own(later, formats) <= 1:
            seen = f"dated {later.day}, {earlier.number} before it {earlier.day}"
            found.append(Finding(kind, series, "date goes back", later.number, later.remote_id, seen))
    return found


def _own(row: Numbered, formats: Mapping[str, SeriesFormat]) -> int:
    """How many series a document may be of: the one that it named, else those whose format its number fits."""
    return 1 if row.series else sum(written.place(row.number) is not None for written in formats.values())


def _gap(before: Place, after: Place) -> bool:
    """A counter goes on, or starts again with a new period: nobody says which."""
    if before.period == after.period:
        return after.seq > before.seq + 1
    return after.seq not in (1, before.seq + 1)


def gapless(numbers: Sequence[int]) -> list[int]:
    """The numbers that are missing from 1 on, at most a hundred."""
    have = set(numbers)
    return [number for number in range(1, max(have, default=0) + 1) if number not in have][:100]
