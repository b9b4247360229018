"""One order as the rules about its acts see it: what Wix says, what is decided, what the ledger already holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES, target_key

Json = dict[str, Any]
FISCAL = ("receipt", "invoice")
MAY_EXIST = ("sending", "unknown", "sent")


@dataclasses.dataclass(frozen=True)
class Booked:
    """An intent of the ledger, as far as the rules need it."""

    role: str
    part: str
    state: str
    kind: str | None = None
    remote_id: str | None = None
    remote_state: str | None = None
    remote_number: str | None = None
    doc_date: date | None = None
    amount_minor: int | None = None
    money_hash: str | None = None
    body: Json = dataclasses.field(default_factory=dict)
    contact: Json | None = None
    basis: Json | None = None

    @property
    def exists(self) -> bool:
        """It is at the remote, or may be."""
        return self.state in MAY_EXIST

    @property
    def approved(self) -> bool:
        """Its number is given; it cannot be deleted any more."""
        return self.remote_state == "approved"

    @property
    def key(self) -> str:
        """How approvals and payments name it."""
        return target_key(self.role, self.part)

    @property
    def corrects(self) -> str:
        """Of a note: the key of the document that it corrects."""
        return (self.basis or {}).get("corrects", "")


@dataclasses.dataclass
class Act:
    """One row of contracts.acts; the dispatcher fills in order, batch and money hash."""

    role: str
    part: str
    action: str = "send"
    kind: str | None = None
    reason: str | None = None
    field: str | None = None
    seen: str | None = None
    doc_date: date | None = None
    amount_minor: int | None = None
    marker: str | None = None
    body: Json = dataclasses.field(default_factory=dict)
    contact: Json | None = None
    proof: Json | None = None
    basis: Json | None = None
    because: str = ""


@dataclasses.dataclass
class Case:
    """``order`` is a row of staging.orders, ``decision`` one of staging.decisions (destination holded)."""

    order: Mapping[str, Any]
    decision: Mapping[str, Any]
    store: Any
    payments: Sequence[Mapping[str, Any]] = ()
    refunds: Sequence[Mapping[str, Any]] = ()
    booked: Sequence[Booked] = ()
    fulfilled: Sequence[
        Mapping[str, Any]
    ] = ()  # units of sales orders that left: {part, lines: [{line_id, quantity}]}; part "all" for everything
    may_enter_closed: bool = False  # a person let it into the closed period
    left_out: bool = False  # a person left it out: nothing is made of it any more
    wanted: Sequence[Act] = ()  # what the rules before this one want

    def of(self, role: str) -> list[Booked]:
        """The order's intents of a role, in the order in which they were written down."""
        return [intent for intent in self.booked if intent.role == role]

    @cached_property
    def first(self) -> Booked | None:
        """The first document where it exists, or may exist, at Holded."""
        return next((intent for intent in self.of("document") if intent.exists), None)

    @cached_property
    def latest(self) -> Booked | None:
        """The document that stands for the order's money now: the newest replacement, else the first document."""
        return next((intent for intent in reversed(self.of("replacement")) if intent.exists), self.first)

    @property
    def planned(self) -> bool:
        """The first document is not made yet and will be."""
        return self.first is None and self.decision["action"] == "send"

    @property
    def changed(self) -> bool:
        """Money of the order is not any more what its document was made from."""
        return self.latest is not None and bool(self.decision["money_hash"]) and self.latest.money_hash != self.decision["money_hash"]

    @property
    def canceled(self) -> bool:
        """Wix says that the order is cancelled."""
        return self.order["status"] == "CANCELED"

    @property
    def waiting(self) -> bool:
        """A call about a document of the order was begun and its outcome is not known: nothing may be done to it yet."""
        return any(intent.state in ("sending", "unknown") for intent in self.booked if intent.role in DOCUMENT_ROLES)

    @cached_property
    def standing(self) -> Booked | None:
        """The document that counts."""
        return standing(self.booked)

    @property
    def back_minor(self) -> int:
        """Money that went back to the buyer, minor units: of the refunds where they are known, else what Wix counts."""
        if self.refunds:
            return sum(refund["amount_minor"] or 0 for refund in self.refunds)
        return self.order["refunded_minor"] or 0

    @property
    def units_sent(self) -> bool:
        """Units of the sales order left the stock, or may have."""
        return any(intent.exists for intent in self.of("units"))

    @cached_property
    def converts_to(self) -> str | None:
        """What the first document is to be converted into now: by its rule once Wix says paid, or because a person asked for it."""
        first = self.first
        if (first is None and not self.planned) or self.canceled or self.changed or self.decision["action"] != "send":
            return None
        asked = asked_kind(self.booked)
        kind = first.kind if first else self.decision["kind"]
        if asked and kind != asked and first is not None and (kind == "order" or first.approved):
            return asked
        paid = self.order["payment_status"] in ("PAID", "PARTIALLY_REFUNDED")
        basis = (first.basis if first else self.decision["basis"]) or {}
        return basis.get("convert_to") if paid and kind == "order" else None

    @cached_property
    def billing(self) -> Booked | None:
        """The receipt or invoice that bills the order, made or planned (then state pending); None for a sales order."""
        made = [intent for role in ("replacement", "conversion", "document") for intent in reversed(self.of(role)) if intent.exists]
        found = next((intent for intent in made if intent.kind in FISCAL), None)
        converted = any(intent.role == "conversion" for intent in made)
        if self.converts_to and not converted:
            return planned_conversion(self)
        if found is None and self.planned and self.decision["kind"] in FISCAL:
            decision = self.decision
            return Booked(
                "document", "", "pending", decision["kind"], doc_date=decision["doc_date"], amount_minor=decision["amount_minor"],
                money_hash=decision["money_hash"], body=decision["body"], contact=decision["contact"], basis=decision["basis"],
            )  # fmt: skip
        return found

    def wants_approval(self, key: str) -> bool:
        """Whether an approval is due: of a document not made yet, or where one was wished when it was made (settings do not act backwards)."""
        if self.store.holded.approve == "never":
            return False
        made = any(intent.key == key and intent.exists for intent in self.booked if intent.role in DOCUMENT_ROLES)
        return not made or any(intent.part == key for intent in self.of("approval"))


def standing(booked: Sequence[Booked]) -> Booked | None:
    """The document of an order that counts: the newest approved one, else the newest that bills the order, else the first."""
    made = [
        intent for role in ("replacement", "conversion", "document") for intent in reversed(booked) if intent.role == role and intent.exists
    ]
    approved = next((intent for intent in made if intent.approved), None)
    return approved or next((intent for intent in made if intent.kind in FISCAL), made[-1] if made else None)


def asked_kind(booked: Sequence[Booked]) -> str | None:
    """What a person asked to have the order's document converted into; it stays asked whatever becomes of the conversion."""
    return next((intent.body["asked"] for intent in booked if intent.role == "conversion" and intent.body.get("asked")), None)


def planned_conversion(case: Case) -> Booked:
    """The conversion that is due, as an intent not yet made: dated on the day of the payment, never before its source."""
    first, order = case.first, case.order
    instant = order["paid_at"] or order["updated_at"]
    source = first.doc_date if first else case.decision["doc_date"]
    day = max(filter(None, (instant.astimezone(case.store.zone).date() if instant else None, source)))
    amount = first.amount_minor if first else case.decision["amount_minor"]
    return Booked("conversion", "", "pending", case.converts_to, doc_date=day, amount_minor=amount, money_hash=case.decision["money_hash"])


def booked_kinds(booked: Mapping[str, Sequence[Booked]]) -> dict[str, str]:
    """What each order is booked as, by Wix id: it stays so, whatever the rules say today, unless a person asked for another kind.

    A sales order and an approved receipt are converted into what was asked for; a draft is made anew as that. A sales order whose draft
    went to be made anew is booked all the while.
    """
    kinds: dict[str, str] = {}
    for id, intents in booked.items():
        first = next((intent for intent in intents if intent.role == "document"), None)
        asked = asked_kind(intents)
        if asked and first is not None and first.kind != "order" and not first.approved:
            kinds[id] = asked
        elif first is not None and first.kind and (first.exists or (first.kind == "order" and _made_anew(intents))):
            kinds[id] = first.kind
    return kinds


def _made_anew(intents: Sequence[Booked]) -> bool:
    removals = [intent for intent in intents if intent.role == "removal" and intent.state == "sent"]
    return bool(removals) and removals[-1].body.get("then") == "again"
