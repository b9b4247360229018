"""Plots as numbers for a template: bars over time, bars side by side, shares of a whole. Each goes with a table of the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 600, 120  # of the drawing's own coordinates; the page stretches it
SHADES = 6  # colours of style.css
WEEK = 7  # so many marks stand each below its bar


@dataclass(frozen=True)
class Bar:
    """A rectangle, and the words that a pointer finds there."""

    x: float
    y: float
    width: float
    height: float
    says: str
    shade: int = 0


@dataclass(frozen=True)
class Plot:
    """Bars in WIDTH × HEIGHT; ``says`` is read instead of them, ``scale`` stands beside it from the top to 0, ``marks`` below it.

    ``each``: every bar has its mark; else they stand from edge to edge.
    """

    bars: tuple[Bar, ...]
    says: str
    scale: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    each: bool = False


def columns(
    name: str, values: Sequence[tuple[str, int, str]], *, unit: int = 1, marks: Sequence[str] = (), whole: str | None = None
) -> Plot:
    """A bar for each (label, value, value in words), in their order.

    ``unit``: what 1 of the scale is in values (100 for cents); ``marks``: a short word for each, of which some are shown; ``whole``: the plot's own last sentence.
    """
    most = max((value for _, value, _ in values), default=0)
    top = ceiling(most, unit)
    step = WIDTH / max(len(values), 1)
    bars = tuple(
        Bar(round(place * step + step * 0.12, 2), round(HEIGHT - tall, 2), round(step * 0.76, 2), round(tall, 2), f"{label}: {words}")
        for place, (label, value, words) in enumerate(values)
        if value > 0 and (tall := max(1.5, HEIGHT * value / top))
    )
    if not bars:
        return Plot((), f"{name}: none")
    peak = max(values, key=lambda one: one[1])
    says = (
        f"{name} from {values[0][0]} to {values[-1][0]}; most: {peak[2]} on {peak[0]}. {whole or 'The figures stand in the table below.'}"
    )
    return Plot(bars, says, _scale(top, unit), tuple(marks[place] for place in _places(len(marks))), len(marks) <= WEEK)


def ceiling(most: int, unit: int = 1) -> int:
    """The end of a scale: the next round number, whose half is a number of the scale too."""
    size = unit
    while most > 10 * size:
        size *= 10
    steps = (2, 4, 6, 8, 10) if size == unit else (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10)
    return next(round(step * size) for step in steps if most <= step * size)


def _scale(top: int, unit: int) -> tuple[str, ...]:
    return tuple(f"{value // unit:,}".replace(",", "\u202f") for value in (top, top // 2, 0))


def _places(many: int) -> list[int]:
    """Which of many marks are shown: all of a week; of more the first, the last, and some between them that lie where their bars do."""
    if many <= WEEK:
        return list(range(many))
    # of two weeks a mark that is half a day off is seen, of a month it is not
    parts = 4 if many > 2 * WEEK else next(parts for parts in (4, 3, 2, 1) if (many - 1) % parts == 0)
    return [round(place * (many - 1) / parts) for place in range(parts + 1)]


@dataclass(frozen=True)
class Stripe:
    """A line of a bar chart: its name, what it adds up to, and its parts."""

    name: str
    total: int
    parts: tuple[Bar, ...]
    says: str


def stripes(rows: Iterable[tuple[str, str, int]], shades: Sequence[str]) -> list[Stripe]:
    """One line for each name, with a part for each (name, part, value); ``shades``: parts in the order of their colours."""
    grouped: dict[str, list[tuple[str, int]]] = {}
    for name, part, value in rows:
        if value > 0:
            grouped.setdefault(name, []).append((part, value))
    most = max((sum(value for _, value in parts) for parts in grouped.values()), default=1)
    found = []
    for name, parts in grouped.items():
        x, bars = 0.0, []
        for part, value in parts:
            width = WIDTH * value / most
            bars.append(Bar(round(x, 2), 0, round(max(width, 1.0), 2), 16, f"{part or name}: {value}", _shade(part, shades)))
            x += width
        found.append(Stripe(name, sum(value for _, value in parts), tuple(bars), ", ".join(bar.says for bar in bars)))
    return sorted(found, key=lambda stripe: -stripe.total)


def _shade(part: str, shades: Sequence[str]) -> int:
    return (list(shades).index(part) if part in shades else len(shades)) % SHADES


def filled(days: Sequence[Any], rows: Iterable[dict[str, Any]], column: str) -> list[int]:
    """A column's value for every day, 0 where no row has that day."""
    known = {row["day"]: row[column] for row in rows}
    return [known.get(day, 0) for day in days]
