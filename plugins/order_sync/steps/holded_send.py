"""Documents out, phase by phase: each intent is committed before its call, and any crash costs a look-up at most."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES
from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, QuotaSpent, Rejected
from order_sync.steps import holded_approve, holded_make, holded_payment, holded_proof, holded_stage, holded_units
from order_sync.steps.holded_contacts import ContactHeld
from order_sync.steps.holded_cures import cure_of, forget, mask
from order_sync.steps.holded_lists import batches
from order_sync.steps.holded_work import Run, Work, field_of, works
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.quota import Purse
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done
from order_sync.store.ledger import Entry, Ledger, Taken
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
MOST_BROKEN = 3
ROUNDS = 3  # a lost answer is looked up in the same run where its wait is short


@dataclass(frozen=True)
class Phase:
    """What is done with the open intents of some roles, order by order; ``sort`` where the order of the acts matters."""

    roles: tuple[str, ...]
    act: Callable[[Run, Work, Entry], None]
    sort: Callable[[Work, Entry], Any] | None = None

    def begin(self, run: Run, jobs: list[tuple[Work, Entry]]) -> None:
        """What is done once, before the jobs."""

    def jobs(self, orders: list[Work]) -> list[tuple[Work, Entry]]:
        """Unfinished intents of the roles."""
        found = [(work, intent) for work in orders for intent in work.of(*self.roles) if intent.open]
        return sorted(found, key=lambda job: self.sort(*job)) if self.sort else found


@dataclass(frozen=True)
class Proofs(Phase):
    """Documents that were made and are not proved yet."""

    def begin(self, run: Run, jobs: list[tuple[Work, Entry]]) -> None:
        """Look at many at once; a list that is refused or cannot be read leaves them to be read one by one."""
        run.purse.look()
        try:
            holded_proof.gather(run, jobs)
        except WHOLE_RUN:
            raise
        except (Rejected, ContractBroken) as error:
            log.warning("documents are read one by one: %s", error)

    def jobs(self, orders: list[Work]) -> list[tuple[Work, Entry]]:
        """Sent documents without the verdict that their total holds."""
        return [
            (work, intent) for work in orders for intent in work.of(*self.roles) if intent.done and intent.verdict in ("planned", "differs")
        ]


PHASES = (
    Phase(("removal",), holded_make.removal),
    Phase(("document",), holded_make.document),
    Proofs(("document",), holded_proof.prove),
    Phase(("units",), holded_units.units),  # before the conversion: what left must be certain before a document takes stock
    Phase(("conversion",), holded_make.conversion),
    Phase(("replacement",), holded_make.document),
    Proofs(("conversion", "replacement"), holded_proof.prove),
    Phase(("note",), holded_make.note),
    Proofs(("note",), holded_proof.prove),
    Phase(("approval",), holded_approve.approve, holded_approve.in_order),
    Phase(("payment",), holded_payment.pay),
    Phase(("stage",), holded_stage.stage),
)


def send(
    shop: Shop, *, numbers: list[str] | None = None, wix_order_ids: list[str] | None = None, roles: Collection[str] | None = None
) -> Outcome:
    """Carry every unfinished intent of the store as far as it goes; errors of one order never stop the others.

    Past orders are sent by the shop of the past alone (``Shop.past``, steps/history_drafts.py), and it sends no others.
    ``wix_order_ids``: only these orders; ``roles``: only the phases of these.
    """
    outcome = Outcome()
    # One sender per account, not per store: its numbering series and contacts are shared.
    purse = Purse(shop)
    with exclusive(shop.database, f"holded account {purse.account}"):
        try:
            _rounds(shop, outcome, purse, {"numbers": numbers, "wix_order_ids": wix_order_ids}, roles)
        except QuotaSpent as error:
            raise purse.refused(error) from None
        waiting = purse.settle(bool(outcome.touched))
        if waiting:
            outcome.counts["waiting_for_calls"] = waiting
    return outcome


def _rounds(shop: Shop, outcome: Outcome, purse: Purse, chosen: dict[str, Any], roles: Collection[str] | None) -> None:
    """Passes over the unfinished orders until nothing can be settled any more, and the numbers of what was approved."""
    for attempt in range(ROUNDS):
        waiting = _round(Run(shop, Ledger(shop.database), outcome, purse), chosen, roles)
        again = _build_again(shop, outcome)
        settle = shop.settings.holded.settle_seconds
        if attempt == ROUNDS - 1 or not (again or (waiting and settle <= 60)):
            break
        if waiting and not again:
            time.sleep(settle)
    close_done(shop.database, shop.store, "holded")
    _fetch_numbers(shop, outcome, purse)


def _build_again(shop: Shop, outcome: Outcome) -> bool:
    """Orders whose draft went are decided anew, so that this run makes them again."""
    from order_sync.steps.ingest import rebuild

    again, outcome.again = sorted(outcome.again), set()
    if again:
        rebuild(shop, again)
    return bool(again)


def _round(run: Run, chosen: dict[str, Any], roles: Collection[str] | None) -> bool:
    """One pass over the unfinished orders; whether a lost answer still waits for its look-up."""
    orders = list(works(run.shop.database.rows("ledger/work_documents", store=run.shop.store, past=run.shop.past, **chosen)))
    waiting, broken = False, 0
    for phase in [phase for phase in PHASES if roles is None or set(phase.roles) & set(roles)]:
        jobs = [job for job in phase.jobs(orders) if not job[0].stopped and not _given_up(*job)]
        if jobs:
            run.purse.promise(orders)
            phase.begin(run, jobs)
        for work, intent in jobs:
            if work.stopped or _given_up(work, intent) or not run.purse.allows(work, intent):
                continue
            work.writing = None
            try:
                with _masked(work):
                    phase.act(run, work, intent)
            except WHOLE_RUN:
                raise
            except OutcomeUnknown as error:
                log.warning("%s", error)
                work.stopped = waiting = True
            except Taken as error:  # it was published anew since it was read: the next run takes it as it is now
                log.info("%s", error)
                work.stopped = True
            except (ContactHeld, Rejected) as error:
                _refused(run, work, intent, error)
            except ContractBroken as error:
                # One unreadable answer holds its order; several are a changed contract, and the run stops.
                broken, work.stopped = broken + 1, True
                run.hold(intent, "OUTCOME_UNCLEAR", "", error.seen)
                if broken >= MOST_BROKEN:
                    raise
            waiting |= intent.doubtful
    return waiting


@contextmanager
def _masked(work: Work) -> Iterator[None]:
    """Errors leave the block without the buyer's data."""
    try:
        yield
    except OrderSyncError as error:
        mask(error, work.entries)
        raise


def _given_up(work: Work, intent: Entry) -> bool:
    """The first document is out of the game, so nothing follows it."""
    return intent.role != "removal" and work.document.state in ("withdrawn", "rejected")


def _fetch_numbers(shop: Shop, outcome: Outcome, purse: Purse) -> None:
    """Numbers of approved documents, by list: one call per kind, days that lie together and hundred; never more calls than documents."""
    waiting = [(row["kind"], row["doc_date"], row["remote_id"]) for row in shop.database.rows("ledger/unnumbered", store=shop.store)]
    if waiting:
        purse.look()
    for batch in batches(waiting, least=1):
        rows = shop.holded().listed(batch.kind, batch.ids, batch.days, approval="approved", most_calls=len(batch.ids))
        for id, row in rows.items():
            if row["number"]:
                outcome.counts["numbered"] += shop.database.run(
                    "ledger/numbered", store=shop.store, remote_id=id, remote_number=row["number"]
                )


def _refused(run: Run, work: Work, intent: Entry, error: ContactHeld | Rejected) -> None:
    """Hold the order, then give up the refused intent: a run that dies between the two is refused once more, and nothing is lost."""
    work.stopped = True
    run.outcome.add("held")
    if isinstance(error, ContactHeld):
        held = run.hold(intent, error.code, field_of(intent, error.field), error.seen)
        run.ledger.rejected(intent, error.code, held)
        return
    log.warning("order %s: %s", intent.order_number, error)
    cure = cure_of(error)
    held = run.hold(intent, "HOLDED_REJECTED", field_of(work.writing or intent, cure.field), error.seen, cure=cure.cure)
    forget(run.shop, intent, cure)
    refused = work.writing or (intent if intent.state == "pending" and intent.role in DOCUMENT_ROLES else None)
    if refused and not refused.done:
        run.ledger.rejected(refused, error.seen, held)
