"""Which payments of an order are registered on the document that bills it. Source: Holded contract, section 2.10."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.mapping.case import Act, Case


def acts(case: Case) -> Iterator[Act]:
    """The whole total where Wix names no payments."""
    settings, billing = case.store.holded.payments, case.billing
    if billing is None or case.changed or case.decision["action"] != "send" or not settings.register_payment:
        return
    if not billing.amount_minor or not case.wants_approval(billing.key):
        return
    yield Act(
        "payment", f"{billing.key}/" if billing.key else "", kind=billing.kind, doc_date=billing.doc_date, amount_minor=billing.amount_minor,
        body={"treasury_id": settings.treasury_id}, because="the whole total",
    )  # fmt: skip
