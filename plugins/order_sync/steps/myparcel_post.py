"""One POST of shipments or returns to MyParcel, and what its answer makes of their intents."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.store.ledger import Entry, Ledger

log = logging.getLogger(__name__)


def post(
    ledger: Ledger,
    claimed: Sequence[Entry],
    create: Callable[[], Sequence[Mapping[str, Any]]],
    *,
    settle: int,
    refused: Callable[[Rejected], None],
) -> bool:
    """Whether ``create`` gave each of the claimed intents its id, in their order.

    What was certainly not made is released; what is in doubt stays unknown and is looked up after ``settle`` seconds. ``refused`` deals
    with a refusal, and raises it where it ends the run.
    """
    try:
        made = create()
    except Rejected as error:
        refused(error)
    except (OutcomeUnknown, ContractBroken) as error:
        log.warning("%s", error)
        for intent in claimed:
            ledger.unknown(intent, error.seen, wait=settle)
    except OrderSyncError as error:
        for intent in claimed:
            ledger.release(intent, error.seen)
        raise
    else:
        for intent, row in zip(claimed, made, strict=True):
            ledger.sent(intent, str(row["id"]))
        return True
    return False
