"""The ledger of intents: what must be sent, is being sent, was sent. DESIGN law 2: an intent is committed before its call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from order_sync.contracts.acts import target_key
from order_sync.store.database import Database, Row


@dataclass
class Entry:
    """One intent: (store, order, destination, role, part) and how far it has come."""

    store: str
    wix_order_id: str
    destination: str
    role: str
    part: str
    state: str
    kind: str | None
    marker: str
    reference: str | None
    order_number: str | None
    doc_date: date | None
    amount_minor: int | None
    currency: str | None
    body: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] | None = None
    remote_id: str | None = None
    remote_number: str | None = None
    remote_state: str | None = None
    attempts: int = 0
    looks: int = 0
    due: bool = True
    basis: dict[str, Any] | None = None
    wanted: dict[str, Any] | None = None  # of a shipment: what its order wants now, {body, basis} or {gone: reason}
    attempt: dict[str, Any] | None = None  # of a shipment: the change under way
    former: list[str] = field(default_factory=list)  # of a shipment: ids that we deleted
    money_hash: str | None = None
    agreed_at: datetime | None = None  # of an approval: when a person agreed
    agreed_to: str | None = None  # and to which draft
    verdict: str | None = None  # of a document: what its proof of total says
    expected: int | None = None  # of a document: the total that it must have, minor units

    @property
    def key(self) -> Row:
        """The primary key as parameters."""
        return {name: getattr(self, name) for name in ("store", "wix_order_id", "destination", "role", "part")}

    @property
    def done(self) -> bool:
        """The remote is known to hold it."""
        return self.state == "sent"

    @property
    def open(self) -> bool:
        """Something is left to be done for it."""
        return self.state in ("pending", "sending", "unknown")

    @property
    def doubtful(self) -> bool:
        """A call was begun and its outcome is not known: look up before any second one."""
        return self.state in ("sending", "unknown")


def entry(row: Row) -> Entry:
    """An Entry from a row that has at least its columns."""
    known = {name: row[name] for name in Entry.__dataclass_fields__ if name in row}
    known["body"] = known.get("body") or {}
    known["expected"] = row.get("our_total_minor")
    return Entry(**known)


def moved_to(body: dict[str, Any], day: date) -> None:
    """Give a request another day; its due date keeps its distance."""
    if "due_date" in body:
        body["due_date"] = (day + (date.fromisoformat(body["due_date"]) - date.fromisoformat(body["date"]))).isoformat()
    if "date" in body:
        body["date"] = day.isoformat()


def redated(intent: Entry, day: date) -> None:
    """Give a document in memory another day."""
    intent.doc_date = day
    for body in (intent.body, intent.body.get("convert", {})):
        moved_to(body, day)


class Taken(RuntimeError):
    """The intent is not any more what was read: another run has taken it, or its order has changed meanwhile."""


class Ledger:
    """State changes of intents; each commits on its own, none while a call is under way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, store: str, destination: str, roles: list[str], numbers: list[str] | None = None) -> list[Entry]:
        """Intents that are not finished, oldest document date first."""
        rows = self._database.rows("ledger/open", store=store, destination=destination, roles=roles, numbers=numbers)
        return [entry(row) for row in rows]

    def claim(self, intent: Entry) -> None:
        """Commit that the call is about to be made."""
        # Publishing may have written another content meanwhile: what is posted must be what the ledger says was posted.
        content = {"body": intent.body, "amount_minor": intent.amount_minor}
        read = content if intent.destination in ("holded", "myparcel") else dict.fromkeys(content)
        row = self._database.one("ledger/claim", **intent.key, **read)
        if row is None:
            raise Taken(f"{intent.role} of order {intent.order_number} is not open any more: another run has taken it")
        intent.state, intent.attempts = "sending", row["attempts"]

    def sent(self, intent: Entry, remote_id: str | None = None, remote_state: str | None = None) -> None:
        """The remote holds it."""
        self._database.run("ledger/sent", **intent.key, remote_id=remote_id, remote_state=remote_state)
        intent.state, intent.remote_id = "sent", remote_id or intent.remote_id
        intent.remote_state = remote_state or intent.remote_state

    def unknown(self, intent: Entry, error: str, *, wait: int, looked: bool = False) -> None:
        """The outcome is open; the next look comes after ``wait`` seconds."""
        intent.looks = intent.looks + 1 if looked else 0
        self._database.run("ledger/unknown", **intent.key, looks=intent.looks, wait=wait, error=error)
        intent.state, intent.due = "unknown", wait <= 0

    def release(self, intent: Entry, error: str | None = None) -> None:
        """It was certainly not carried out: it may be sent."""
        self._database.run("ledger/release", **intent.key, error=error)
        intent.state = "pending"

    def not_created(self, intent: Entry, error: str) -> None:
        """Two looks did not find it: it may be sent, unless its order changed meanwhile; then it is withdrawn until it is built anew."""
        row = self._database.one("ledger/not_created", **intent.key, error=error)
        intent.state = row["state"] if row else intent.state

    def rejected(self, intent: Entry, error: str, hold: int | None = None) -> None:
        """The remote refused it, or its result was taken back: a person must act. ``hold``: the one that says so; its retry opens it again."""
        self._database.run("ledger/rejected", **intent.key, error=error, hold=hold)
        intent.state, intent.remote_id = "rejected", None

    def withdraw(self, intent: Entry) -> None:
        """It must not be sent now."""
        self._database.run("ledger/withdraw", **intent.key)
        intent.state = "withdrawn"

    def removed(self, intent: Entry) -> None:
        """The draft was deleted: nothing of it is at the remote any more."""
        self._database.run("ledger/removed", **intent.key)
        intent.state, intent.remote_id, intent.remote_state, intent.verdict = "withdrawn", None, None, None

    def redate(self, intent: Entry, day: date) -> None:
        """Give a document that was not sent yet, and its approval, another date."""
        target = target_key(intent.role, intent.part)
        self._database.run("ledger/redate", **intent.key, target=target, day=day, text=day.isoformat())
        redated(intent, day)

    def intend_removal(self, intent: Entry) -> None:
        """Write down that a draft is to be deleted."""
        names = ("store", "wix_order_id", "part", "kind", "marker", "order_number", "doc_date", "body")
        self._database.run("approvals/take_back", **{name: getattr(intent, name) for name in names})

    def proved(self, intent: Entry, *, subtotal: int, tax: int, total: int, tags: list[str], verdict: str) -> None:
        """What the remote computed for a document, in minor units, and whether it is the total of Wix."""
        self._database.run(
            "ledger/proved", store=intent.store, wix_order_id=intent.wix_order_id, role=intent.role, part=intent.part,
            subtotal=subtotal, tax=tax, total=total, tags=tags, verdict=verdict,
        )  # fmt: skip
