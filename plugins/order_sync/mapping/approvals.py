"""Which documents of an order are to be approved. Approving is final: a document that changed since is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.mapping.case import Act, Case


def acts(case: Case) -> Iterator[Act]:
    """The approval of the receipt or invoice that bills the order."""
    billing = case.billing
    if billing is None or case.changed or case.decision["action"] != "send" or not case.wants_approval(billing.key):
        return
    yield Act(
        "approval", billing.key, kind=billing.kind, doc_date=billing.doc_date, amount_minor=billing.amount_minor,
        because=f"holded.approve is {case.store.holded.approve}",
    )  # fmt: skip
