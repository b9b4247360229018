"""What a change of money after booking does: the draft is made anew, or a person is told what differs.

An approved document is never touched. Either the order is held, or drafts are proposed: a note over all that is left of it, and a new
document. Orders whose document is under way wait: what it became decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from order_sync.mapping import refunds
from order_sync.mapping.case import Act, Booked, Case, asked_kind
from order_sync.mapping.differences import difference
from order_sync.mapping.markers import document_marker, replacement_marker


def acts(case: Case) -> Iterator[Act]:
    """Removal of a draft, a proposal beside an approved document, or a hold that names the difference."""
    made = case.standing
    if made is not None and made.approved and made.money_hash == case.decision["money_hash"] and not case.waiting:
        yield from _proposals(case, "the edit was taken back")
    if made is None or case.canceled or case.decision["action"] != "send" or made.money_hash == case.decision["money_hash"]:
        return
    told = difference(made.basis, case.decision["basis"], made.amount_minor, case.decision["amount_minor"], case.decision["currency"])
    if case.waiting:
        seen = f"it is not known yet whether its document was made; {told}"
        yield _hold(case, "ORDER_CHANGED_AFTER_BOOKING", seen, field="answer")
    elif made.approved:
        yield from _after_approval(case, made, told)
    elif case.left_out:
        yield _hold(case, "ORDER_CHANGED_AFTER_BOOKING", told)
    elif asked_kind(case.booked) == case.decision["kind"] != made.kind:
        yield removal(made, "changed", "again", f"a person asked for one: {told}")
    elif case.store.holded.edits.draft == "hold":
        yield _hold(case, "ORDER_CHANGED_AFTER_BOOKING", told)
    elif case.units_sent:
        yield _hold(case, "ORDER_CHANGED_AFTER_BOOKING", f"units of the sales order were sent; {told}")
    else:
        yield removal(made, "changed", "again", told)
        yield from notes_of_draft(case, "changed", "again")


def removal(made: Booked, why: str, then: str, because: str) -> Act:
    """The deletion of a draft; ``then`` again: the order is decided anew in the same run."""
    return Act("removal", made.remote_id, kind=made.kind, doc_date=made.doc_date, body={"why": why, "then": then}, because=because)


def _proposals(case: Case, because: str) -> Iterator[Act]:
    """The removal of proposed drafts, and of the notes that were proposed with them."""
    for old in case.of("replacement"):
        if old.exists and not old.approved and old.remote_id:
            yield removal(old, "changed", "again", because)
            notes = (note for note in case.of("note") if note.part == f"change-{old.part}" and note.exists and not note.approved)
            yield from (removal(note, "changed", "again", because) for note in notes if note.remote_id)


def notes_of_draft(case: Case, why: str, then: str) -> Iterator[Act]:
    """The removal of draft notes of a draft that goes: they would correct nothing."""
    notes = (note for note in case.of("note") if note.exists and not note.approved and note.remote_id)
    yield from (removal(note, why, then, "the document that it corrects goes") for note in notes)


def _hold(case: Case, code: str, seen: str, *, field: str = "") -> Act:
    version = case.decision["money_hash"][:8]  # by it publishing knows a change that a person has ignored
    told = f"{seen[:480]}, version {version}"
    return Act("replacement", f"{version}:person", action="hold", reason=code, field=field, seen=told, because=seen)


def _after_approval(case: Case, made: Booked, told: str) -> Iterator[Act]:
    if case.store.holded.edits.approved == "hold" or case.left_out or made.kind != case.decision["kind"]:
        yield _hold(case, "ORDER_CHANGED_AFTER_APPROVAL", told)
        return
    part = case.decision["money_hash"][:8]
    for old in case.of("replacement"):
        if old.exists and not old.approved and old.part != part:  # the order changed once more before a person agreed
            yield from _proposals(case, "another proposal takes its place")
            return
    drafts = [*_reversal(case, made, part), _replacement(case, part, told)]
    yield from drafts
    if case.store.holded.approve == "ask":
        yield from (_approval(draft) for draft in drafts)
    number = made.remote_number or f"{made.kind} without number yet"
    if any(draft.action == "hold" for draft in drafts):
        told = f"no note is proposed for {number}: {drafts[0].seen}; {told}"
    else:
        names = " and ".join(f"{draft.kind.replace('_', ' ')} of {draft.doc_date}" for draft in drafts)
        told = f"proposed as drafts beside {number}: {names}; {told}"
    yield _hold(case, "ORDER_CHANGED_AFTER_APPROVAL", told)


def _reversal(case: Case, made: Booked, part: str) -> Iterator[Act]:
    yield from reversal(case, made, f"change-{part}", "the order changed after the approval")


def reversal(case: Case, made: Booked, part: str, because: str) -> Iterator[Act]:
    """A note over everything that is left of an approved document, dated on the day of the change."""
    notes = [
        {"part": note.part, "basis": note.basis, "amount_minor": note.amount_minor, "state": note.state}
        for note in case.of("note")
        if note.exists and note.part != part and note.basis and note.corrects == made.key
    ]
    plan = refunds.reversal(case.store, case.order, made.basis, notes, part, day_of(case, made), because)
    if plan is None:
        return
    if plan.action == "hold":
        yield Act(
            "note", plan.part, action="hold", reason=plan.reason, field=plan.field, seen=plan.seen, kind=plan.kind, because=plan.because
        )
        return
    yield Act(
        "note", plan.part, kind=plan.kind, doc_date=plan.doc_date, amount_minor=plan.amount_minor, marker=plan.marker, body=plan.body,
        proof=plan.proof, basis=plan.basis | {"corrects": made.key}, because=plan.because,
    )  # fmt: skip


def day_of(case: Case, made: Booked) -> date:
    """The day of the change in the merchant's zone, not before the document's own."""
    return max(case.order["updated_at"].astimezone(case.store.zone).date(), made.doc_date)


def _replacement(case: Case, part: str, told: str) -> Act:
    decision, order = case.decision, case.order
    first = document_marker(case.store.store, order["wix_order_id"])
    marker = replacement_marker(case.store.store, order["wix_order_id"], part)
    day = day_of(case, case.standing)
    body = decision["body"] | {"date": day.isoformat(), "tags": [marker if tag == first else tag for tag in decision["body"]["tags"]]}
    if "due_date" in body:
        body["due_date"] = (
            day + (date.fromisoformat(decision["body"]["due_date"]) - date.fromisoformat(decision["body"]["date"]))
        ).isoformat()
    return Act(
        "replacement", part, kind=decision["kind"], doc_date=day, amount_minor=decision["amount_minor"], marker=marker, body=body,
        contact=decision["contact"], proof=decision["proof"] | {"marker": marker}, basis=decision["basis"], because=told,
    )  # fmt: skip


def _approval(draft: Act) -> Act:
    return Act(
        "approval", f"{draft.role}:{draft.part}", kind=draft.kind, doc_date=draft.doc_date, amount_minor=draft.amount_minor,
        because="a person is asked",
    )  # fmt: skip
