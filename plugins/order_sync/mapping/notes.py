"""Which credit notes and receipt notes an order wants: one for each succeeded refund of the document that bills it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from order_sync.contracts.acts import target_key
from order_sync.mapping import approvals, refunds
from order_sync.mapping.case import Act, Booked, Case
from order_sync.mapping.closed_period import open_day


def acts(case: Case) -> Iterator[Act]:
    """The notes of the order's refunds, and what of them is held. A sales order is no fiscal document: it shows the refund as its status."""
    billing = approvals.billed(case)
    if billing is None or not billing.basis:
        return
    order = {**case.order, "doc_date": billing.doc_date}
    plans = refunds.plan_notes(store=case.store, order=order, basis=billing.basis, refunds=case.refunds, made=made(case, billing))
    plans = [dated(case, plan) for plan in plans]
    for plan in plans:
        yield of_plan(plan, billing)
    for note in [*(note for note in case.of("note") if note.exists), *(plan for plan in plans if plan.action == "send")]:
        yield from approval(case, note)


def dated(case: Case, plan: refunds.NotePlan) -> refunds.NotePlan:
    """The note on an open day: one in a closed period is moved behind it, or held."""
    day, problem = open_day(plan.doc_date, case.store.holded.closed_period, case.may_enter_closed)
    if plan.action == "hold" or (day == plan.doc_date and not problem):
        return plan
    if problem:
        return replace(plan, action="hold", reason="PERIOD_CLOSED", field="date", seen=problem, because=problem)
    moved = {"date": day.isoformat()}
    body = plan.body | ({"convert": plan.body["convert"] | moved} if "convert" in plan.body else moved)
    return replace(plan, doc_date=day, body=body, because=f"{plan.because}; dated on the first open day")


def made(case: Case, billing: Booked) -> list[Mapping[str, Any]]:
    """The notes of a document that the ledger holds, in the shape that the planning reads."""
    return [asdict(note) for note in case.of("note") if note.corrects == billing.key]


def of_plan(plan: refunds.NotePlan, billing: Booked) -> Act:
    """A planned note as an act; it is made out to the contact of the document that it corrects."""
    shared = {name: getattr(plan, name) for name in ("action", "kind", "doc_date", "amount_minor", "marker", "because")}
    if plan.action == "hold":
        return Act("note", plan.part, reason=plan.reason, field=_field(plan), seen=plan.seen, **shared)
    return Act(
        "note", plan.part, body=plan.body, contact=billing.contact, proof=plan.proof, basis=plan.basis | {"corrects": billing.key}, **shared
    )


def approval(case: Case, note: Booked | refunds.NotePlan) -> Iterator[Act]:
    """The approval of a note, made or planned, where the store approves."""
    key = target_key("note", note.part)
    if case.wants_approval(key):
        told = f"holded.approve is {case.store.holded.approve}"
        yield Act("approval", key, kind=note.kind, doc_date=note.doc_date, amount_minor=note.amount_minor, because=told)


def _field(plan: refunds.NotePlan) -> str:
    """Several refunds of one order may be held for one reason: the refund tells them apart."""
    return f"{plan.field} ({plan.part[:8]})" if plan.part != refunds.UNCLEAR else plan.field
