"""What happens to the sample orders after their four hours: payments on delivery, refunds, cancellations, an edit, a chargeback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sandbox.samples.document_parts import line_id
from sandbox.samples.shops import generate
from sandbox.wix import acts
from sandbox.wix.site import Site

STEP = timedelta(seconds=20)
_MARK = "later"
Act = Callable[..., str]
_FIRST = line_id(1)

# kind of order to what happens to it, in this order
LATER: dict[str, tuple[Act, ...]] = {
    "cash on delivery": (acts.pay,),
    "captured later": (acts.capture,),
    "refunded in full later": (acts.refund,),
    "units refunded later": (partial(acts.refund, lines={_FIRST: 2}),),
    "shipping refunded later": (partial(acts.refund, shipping=True),),
    "amount refunded later": (partial(acts.refund, amount="7.50", reason="Apology"),),
    "refunded in parts later": (partial(acts.refund, lines={_FIRST: 1}), partial(acts.refund, shipping=True), partial(acts.refund, amount="1.00")),
    "store credit later": (partial(acts.refund, amount="10.00", store_credit=True),),
    "refund reported late": (partial(acts.refund, lines={_FIRST: 1}, external=True, moves=False),),
    "refund pending later": (partial(acts.refund, lines={_FIRST: 1}, state="PENDING"),),
    "canceled unpaid later": (acts.cancel,),
    "canceled paid later": (acts.cancel,),
    "canceled and refunded later": (acts.cancel, acts.refund),
    "edited later": (partial(acts.edit, quantities={_FIRST: 2}),),
    "note changed later": (partial(acts.annotate, note="Please ring twice"),),
    "charged back later": (acts.chargeback,),
}  # fmt: skip


def play(site: Site, at: datetime | None = None) -> list[dict[str, Any]]:
    """Let it all happen, once: rows of order number, kind, act and its moment, 20 s apart from ``at`` (by default the sandbox's now).

    A site where it has happened answers with an empty list. The first of several orders of a kind is taken.
    """
    base = site.state.get("sample_base")
    if base is None:
        raise acts.ActError(f"site {site.key} has no sample orders")
    if site.state.get(_MARK):
        return []
    moment, done = at or site.sandbox.now(), []
    site.state[_MARK] = moment.isoformat()
    kinds = generate(datetime.fromisoformat(base))[site.key].kinds
    by_kind = {kind: order_id for order_id, kind in reversed(kinds.items())}
    for kind, story in LATER.items():
        for act in story if kind in by_kind else ():
            act(site, by_kind[kind], at=moment)
            name = getattr(act, "func", act).__name__
            done.append({"number": site.state["orders"][by_kind[kind]]["number"], "kind": kind, "act": name, "at": moment.isoformat()})
            moment += STEP
    return done
