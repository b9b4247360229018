"""What is wanted of a parcel and what is settled of it: options on or off, notes of what was forced or dropped, faults of what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from order_sync.mapping.carriers import PACKAGE, Offer, Platform

FLAGS = {  # column of the table to MyParcel's option
    "signature": "signature", "only_recipient": "only_recipient", "return_to_sender": "return", "age_check": "age_check",
    "large_format": "large_format", "receipt_code": "receipt_code", "hide_sender": "hide_sender",
}  # fmt: skip
COLUMN = {option: column for column, option in FLAGS.items()}


class Fault(NamedTuple):
    """What the carrier does not take: column of the table, its value, why, and what to do."""

    field: str
    value: str
    says: str
    cure: str


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a parcel. ``flags``: MyParcel's options that are on; ``named``: the columns that the rule's line fills."""

    carrier: int
    kind: int = PACKAGE
    delivery: str = "standard"
    flags: frozenset[str] = frozenset()
    insurance_cents: int = 0
    by_value: bool = False
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Who gets it: country, the account's platform, whether a company, whether an e-mail is known, the day if one was chosen."""

    country: str
    platform: Platform = "NL"
    business: bool = False
    email: bool = True
    day: str = ""


@dataclass
class Settled:
    """The answer: package type and options, what was forced or dropped, and what is refused."""

    kind: int
    on: set[str] = field(default_factory=set)
    insured: int = 0
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    offer: Offer | None = None


def refuse(wanted: Wanted, found: Settled, option: str, says: str, cure: str) -> None:
    """An option that cannot be: a fault where the line names it, or for an age check; else it is left out, and said."""
    column = COLUMN[option]
    found.on.discard(option)
    if column in wanted.named or option == "age_check":
        found.faults.append(Fault(column, "yes", says, cure))
    else:
        found.notes.append(f"{column} left out: {says}")


def force(wanted: Wanted, found: Settled, option: str, because: str) -> None:
    """An option that must be, and why."""
    if option not in found.on:
        found.on.add(option)
        although = ", although the line says no" if COLUMN[option] in wanted.named and option not in wanted.flags else ""
        found.notes.append(f"{COLUMN[option]} on: {because}{although}")
