"""One digest of what is wrong with a store, from what a channel was told before: what is new, worse, still so and over; and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

Row = Mapping[str, Any]
HEADINGS = {"new": "New", "worse": "Worse", "still": "Still so", "over": "Over"}


@dataclass
class Digest:
    """Rows of store.alerts.known by what is to be said of them; ``quiet``: how many are open and were told before."""

    new: list[Row] = field(default_factory=list)
    worse: list[Row] = field(default_factory=list)
    still: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)
    quiet: int = 0

    @property
    def empty(self) -> bool:
        """Nothing has to be said."""
        return not (self.new or self.worse or self.still or self.over)

    @property
    def told(self) -> list[Row]:
        """What the channel knows of once it took this."""
        return [*self.new, *self.worse, *self.still]

    def parts(self) -> list[tuple[str, list[Row]]]:
        """(heading, rows) of what there is."""
        return [(HEADINGS[name], rows) for name in HEADINGS if (rows := getattr(self, name))]


def digest(rows: Iterable[Row]) -> Digest:
    """What is to be told. ``rows``: kind, thing, says, link, members, since, over_at, told_at, told_members, due, failing_since.

    What came and went while the channel did not work is told as over.
    """
    made = Digest()
    for row in rows:
        if row["over_at"] is not None:
            missed = row["failing_since"] is not None and row["over_at"] >= row["failing_since"]
            if row["told_at"] is not None or missed:
                made.over.append(row)
        elif row["told_at"] is None:
            made.new.append(row)
        elif set(row["members"]) - set(row["told_members"]):
            made.worse.append(row)
        elif row["due"]:
            made.still.append(row)
        else:
            made.quiet += 1
    return made


def subject(name: str, made: Digest) -> str:
    """The mail's subject."""
    counts = ", ".join(f"{len(rows)} {heading.lower()}" for heading, rows in made.parts())
    return " ".join(f"{name}: {counts}".split())


def html(name: str, made: Digest, address: str) -> str:
    """The mail; ``address``: Airflow's, in front of the links."""
    parts = [f"<h1>{escape(name)}</h1>"]
    for heading, rows in made.parts():
        lines = "".join(f"<li>{_line(row, address)}</li>" for row in rows)
        parts.append(f"<h2>{heading}</h2><ul>{lines}</ul>")
    if made.quiet:
        parts.append(f"<p>{_quiet(made)}</p>")
    return "".join(parts)


def text(name: str, made: Digest, address: str) -> str:
    """The same as plain text, for chats."""
    lines = [name]
    for heading, rows in made.parts():
        lines += [heading, *(f"- {row['says']} {address}{row['link']}".rstrip() for row in rows)]
    return "\n".join([*lines, *([_quiet(made)] if made.quiet else [])])


def content(store: str, name: str, made: Digest, address: str) -> dict[str, Any]:
    """What a webhook gets: a text for chats, and the lines for programs."""
    lines = {
        group: [
            {
                "kind": row["kind"],
                "thing": row["thing"],
                "says": row["says"],
                "since": row["since"].isoformat(),
                "link": address + row["link"],
            }
            for row in getattr(made, group)
        ]
        for group in HEADINGS
    }
    return {"store": store, "name": name, "text": text(name, made, address), **lines, "open_before": made.quiet}


def _line(row: Row, address: str) -> str:
    since = f"since {row['since']:%Y-%m-%d %H:%M} UTC"
    return f'{escape(row["says"])} ({since}) <a href="{escape(address + row["link"], quote=True)}">look</a>'


def _quiet(made: Digest) -> str:
    return f"{made.quiet} more {'is' if made.quiet == 1 else 'are'} open as told before."
