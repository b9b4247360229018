"""Which documents of an order are to be approved. Approving is final: a document that changed since is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.mapping.case import Act, Booked, Case


def acts(case: Case) -> Iterator[Act]:
    """The approval of the receipt or invoice that bills the order; the notes bring their own."""
    billing = billed(case)
    if billing is not None and case.decision["action"] == "send" and not case.changed and case.wants_approval(billing.key):
        yield Act(
            "approval", billing.key, kind=billing.kind, doc_date=billing.doc_date, amount_minor=billing.amount_minor,
            because=f"holded.approve is {case.store.holded.approve}",
        )  # fmt: skip


def billed(case: Case) -> Booked | None:
    """What bills the order once this build is carried out: a conversion or replacement that a rule before wants, else ``case.billing``."""
    for role in ("replacement", "conversion"):
        planned = [act for act in case.wanted if act.role == role and act.action == "send"]
        if planned and not any(intent.exists for intent in case.of(role) if intent.part == planned[-1].part):
            return _planned(planned[-1])
    return case.billing


def notes(case: Case) -> list[Booked]:
    """The order's notes: those that exist or may exist at Holded, and those that a rule before wants."""
    made = {note.part: note for note in case.of("note") if note.exists}
    planned = [act for act in case.wanted if act.role == "note" and act.action == "send" and act.part not in made]
    return [*made.values(), *map(_planned, planned)]


def _planned(act: Act) -> Booked:
    return Booked(
        act.role,
        act.part,
        "pending",
        act.kind,
        doc_date=act.doc_date,
        amount_minor=act.amount_minor,
        body=act.body,
        contact=act.contact,
        basis=act.basis,
    )
