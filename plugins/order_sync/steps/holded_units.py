"""Units of sales orders that leave the stock. Source: Holded contract, 2.2, 2.13 and 7.4."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from order_sync.errors import NotThere
from order_sync.steps.holded_work import Run, Work
from order_sync.store.ledger import Entry


def units(run: Run, work: Work, intent: Entry) -> None:
    """Send the units of one act once. What Holded counts as sent is read first: sending by lines twice sends twice."""
    order = work.document
    if not order.done or order.verdict != "holds":
        return
    try:
        lines = run.shop.holded().shipped_items(order.remote_id)
    except NotThere:
        run.hold(order, "DELETED_REMOTELY", f"id {order.remote_id}", f"order {order.remote_id} is not in Holded any more")
        return
    wanted = {line["item_line_position"]: Decimal(line["units"]) for line in intent.body.get("lines", ())}
    left = _left(work, intent, lines, wanted)
    if left is None:
        run.hold(intent, "OUTCOME_UNCLEAR", "units", _told(lines))
        return
    if left:
        if intent.doubtful:
            run.ledger.release(intent)
        hook, id = run.shop.holded(), order.remote_id
        run.write(work, intent, lambda: hook.ship_lines(id, intent.body) if wanted else hook.ship(id))
        run.outcome.add("units", order.wix_order_id)
    run.ledger.sent(intent, order.remote_id)


def _left(work: Work, intent: Entry, lines: list[dict[str, Any]], wanted: dict[int, Decimal]) -> bool | None:
    """Whether the units are still to be sent; None where what was sent fits neither answer.

    Holded names no shipment, only sums: what our finished acts sent is taken off, the rest is this one's, or a person's in Holded.
    """
    if not wanted:
        return any(line["pending"] > 0 for line in lines)
    if any(place >= len(lines) for place in wanted):
        return None
    ours = dict.fromkeys(wanted, Decimal(0))
    for other in work.of("units"):
        for line in other.body.get("lines", ()) if other.done and other is not intent else ():
            if line["item_line_position"] in ours:
                ours[line["item_line_position"]] += Decimal(line["units"])
    spare = {place: lines[place]["sent"] - ours[place] for place in wanted}
    if all(spare[place] >= units for place, units in wanted.items()):
        return False
    free = all(spare[place] == 0 and lines[place]["pending"] >= units for place, units in wanted.items())
    return True if free else None


def _told(lines: list[dict[str, Any]]) -> str:
    sent = ", ".join(f"line {place}: {line['sent']:f} sent, {line['pending']:f} pending" for place, line in enumerate(lines))
    return f"the units do not fit what Holded counts: {sent}"
