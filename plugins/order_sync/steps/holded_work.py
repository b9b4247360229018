"""One order on its way to Holded: its intents, the one way to write, to read and to hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES, target_key
from order_sync.errors import AccessDenied, ContractBroken, NotThere, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.mapping.case import FISCAL
from order_sync.mapping.note_bodies import KIND
from order_sync.steps.holded_cures import mask
from order_sync.steps.outcome import Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry, Ledger, entry


class Work:
    """One order's intents at Holded."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.entries = [entry(row) for row in rows]
        self.document = next(intent for intent in self.entries if intent.role == "document")
        self.stopped = False  # an error of this order ended its part of the run
        self.remotes: dict[
            str, dict[str, Any]
        ] = {}  # documents as they were read in this run, by target key; from a list they lack payments
        self.made: set[str] = set()  # target keys of the documents whose creation was answered in this run
        self.writing: Entry | None = None  # the intent whose call is under way

    @property
    def approval(self) -> Entry | None:
        """The approval of the first document."""
        return self.approval_of(self.document)

    def of(self, *roles: str) -> list[Entry]:
        """Intents of these roles, in the order of the ledger."""
        return [intent for intent in self.entries if intent.role in roles]

    def target(self, key: str) -> Entry | None:
        """The document that an approval or payment names."""
        return next((intent for intent in self.of(*DOCUMENT_ROLES) if target_key(intent.role, intent.part) == key), None)

    def approval_of(self, document: Entry) -> Entry | None:
        """The intent to approve a document."""
        key = target_key(document.role, document.part)
        return next((intent for intent in self.of("approval") if intent.part == key), None)

    @property
    def billing(self) -> Entry | None:
        """The receipt or invoice that bills the order: the newest replacement, the conversion, or the first document."""
        for role in ("replacement", "conversion", "document"):
            for intent in reversed(self.of(role)):
                if intent.kind in FISCAL and intent.state not in ("withdrawn", "rejected"):
                    return intent
        return None

    def noted(self, note: Entry) -> Entry | None:
        """The document that a note takes back: of the kind that it corrects the newest approved one, never the one that comes in its stead
        (part change-...). A credit note of an invoice that is not made does not go on the receipt beside it."""
        instead = note.part.removeprefix("change-") if note.part.startswith("change-") else None
        made = [
            intent
            for role in ("replacement", "conversion", "document")
            for intent in reversed(self.of(role))
            if intent.kind in FISCAL and KIND[intent.kind] == note.kind and intent.state not in ("withdrawn", "rejected")
            and (instead is None or intent.part != instead) and not (role == "conversion" and intent.kind == instead)
        ]  # fmt: skip
        return next((intent for intent in made if intent.remote_state == "approved"), made[0] if made else None)


@dataclass
class Run:
    """One pass of the sender over its orders."""

    shop: Shop
    ledger: Ledger
    outcome: Outcome
    purse: Any  # quota.Purse: what the run may spend of the account's calls

    @property
    def settle(self) -> int:
        """Seconds before a lost answer is looked up."""
        return self.shop.settings.holded.settle_seconds

    def hold(self, intent: Entry, code: str, field: str, seen: str, cure: str = "") -> int:
        """Hold the intent's order; without a cure of its own the code's. Its id."""
        return hold_order(self.shop, intent, code, field, seen, cure)

    def write(self, work: Work, intent: Entry, call: Callable[[], Any], *, settle: int = 0) -> Any:
        """Claim the intent, make its call, and record what a failure means; a refusal is recorded by the round, after its hold."""
        self.ledger.claim(intent)
        work.writing = intent
        try:
            return call()
        except (OutcomeUnknown, ContractBroken) as error:
            mask(error, work.entries)
            self.ledger.unknown(intent, error.seen, wait=settle)
            raise OutcomeUnknown(error.seen, where=error.where, cure=error.cure) from None
        except OrderSyncError as error:
            mask(error, work.entries)
            if not isinstance(error, Rejected) or isinstance(error, AccessDenied):
                self.ledger.release(intent, error.seen)
            raise

    def read(self, work: Work, document: Entry) -> dict[str, Any] | None:
        """The document as Holded has it now; where it is gone its order is held."""
        try:
            found = self.shop.holded().read(document.kind, document.remote_id)
        except NotThere:
            self.hold(
                document, "DELETED_REMOTELY", f"id {document.remote_id}", f"{document.kind} {document.remote_id} is not in Holded any more"
            )
            return None
        work.remotes[target_key(document.role, document.part)] = found
        return found

    def known(self, work: Work, document: Entry) -> dict[str, Any] | None:
        """The document as it was read in this run, or read now."""
        return work.remotes.get(target_key(document.role, document.part)) or self.read(work, document)


def works(rows: list[dict[str, Any]]) -> Iterator[Work]:
    """Rows of the ledger by order; intents of one order may stand apart: an approval can be younger than its document."""
    orders: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        orders.setdefault(row["wix_order_id"], []).append(row)
    return (Work(of_order) for of_order in orders.values() if any(row["role"] == "document" for row in of_order))


def hold_order(shop: Shop, document: Entry, code: str, field: str, seen: str, cure: str = "") -> int:
    """Open a hold of the order at Holded; its id."""
    return hold(shop.database, shop.store, document.wix_order_id, document.order_number, "holded", code, field=field, seen=seen, cure=cure)


def field_of(intent: Entry, field: str) -> str:
    """A field of a request for its hold: two acts of an order that are refused for one field are two holds, and each names its act."""
    return field if intent.role == "document" else f"{target_key(intent.role, intent.part)} {field}".rstrip()


def series_of(document: Entry) -> str | None:
    """The numbering series that a document names, on its own body or on its conversion's."""
    return document.body.get("number_line_id") or document.body.get("convert", {}).get("number_line_id")
