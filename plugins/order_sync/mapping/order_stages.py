"""How a sales order follows the status that its order has in Wix: by its tags, or along Holded's pipeline. Source: Holded contract, 2.2, 2.3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from order_sync.mapping.case import Act, Case
from order_sync.mapping.edits import removal

STATUSES = ("status", "payment_status", "fulfillment_status")


def tags(case: Case) -> Iterator[Act]:
    """The draft is made anew where its tags tell another status: v2 cannot change the tags of a sales order.

    Not once its units left, by us or by a person in Holded, or it is converted: then it is history.
    """
    made, wanted = case.first, case.decision["body"]
    if made is None or made.kind != "order" or case.waiting or case.decision["action"] != "send" or case.changed:
        return
    settled = case.units_sent or any(
        intent.part == made.remote_id and intent.state in ("rejected", "withdrawn") for intent in case.of("removal")
    )
    settled = settled or case.converts_to or any(intent.exists for intent in case.of("conversion"))
    if settled or made.approved or case.store.holded.order_status.show != "tags":
        return
    before, after = made.body.get("tags", ()), wanted["tags"]
    if set(before) != set(after):
        gone = removal(made, "changed", "again", f"its tags follow Wix: {_only(after, before)} instead of {_only(before, after)}")
        gone.body["only"] = "tags"
        yield gone


def stage(case: Case) -> Iterator[Act]:
    """The first stage of the store's table that fits the order's statuses."""
    settings = case.store.holded.order_status
    kind = case.first.kind if case.first else case.decision["kind"]
    if settings.show != "stages" or kind != "order":
        return
    for line, rule in enumerate(settings.stages, start=1):
        if all(getattr(rule, name) in ("*", case.order[name]) for name in STATUSES):
            yield Act("stage", "", kind="order", body={"pipeline_id": rule.pipeline_id}, because=f"line {line} of order_status.stages")
            return


def _only(some: Sequence[str], others: Sequence[str]) -> str:
    return ", ".join(tag for tag in some if tag not in others) or "none"
