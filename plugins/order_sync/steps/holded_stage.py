"""The stage of a sales order in Holded's pipeline. Source: Holded contract, 2.2."""

from __future__ import annotations

from order_sync.steps.holded_work import Run, Work
from order_sync.store.ledger import Entry


def stage(run: Run, work: Work, intent: Entry) -> None:
    """Move the sales order; after a doubt it is moved again, which changes nothing."""
    order = work.document
    if not order.done or order.verdict != "holds":
        return
    if intent.doubtful:
        run.ledger.release(intent)
    run.write(work, intent, lambda: run.shop.holded().set_stage(order.remote_id, intent.body))
    run.ledger.sent(intent, order.remote_id)
    run.outcome.add("stages", order.wix_order_id)
