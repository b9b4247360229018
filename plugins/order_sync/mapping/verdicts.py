"""One verdict per order: rules run in order, the first that does not pass decides, and each leaves a line that explains it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from order_sync.contracts.holds import HOLD_CODES

Told = str | pd.Series


class Verdicts:
    """The state of every order while the rules run; orders are numbered from 0."""

    def __init__(self, orders: int) -> None:
        self.frame = pd.DataFrame(
            {"action": "send", "reason": "", "field": "", "seen": "", "cure": ""}, index=range(orders), dtype="object"
        )
        self.open = np.ones(orders, dtype=bool)
        self.trace: list[list[dict[str, str]]] = [[] for _ in range(orders)]

    def passed(self, rule: str, because: Told, verdict: Told = "pass") -> None:
        """Every order still open passes a rule."""
        self._tell(rule, self.open, verdict, because)

    def stop(
        self,
        rule: str,
        failed: pd.Series,
        action: Literal["hold", "ignore"],
        reason: Told,
        *,
        field: Told = "",
        seen: Told = "",
        cure: Told = "",
        passed: Told = "",
    ) -> None:
        """Orders still open that ``failed`` get their verdict; the others pass, because of ``passed``.

        ``cure``: what to do in this case, where more is known than the code's own cure.
        """
        hit = self.open & failed.to_numpy(dtype=bool)
        values = {"action": action, "reason": reason, "field": field, "seen": seen, "cure": cure}
        for name, value in values.items():
            self.frame.loc[hit, name] = value.loc[hit] if isinstance(value, pd.Series) else value
        because = self.frame["reason"] + self.frame["seen"].map(lambda text: f": {text}" if text else "")
        self._tell(rule, hit, action, because)
        self.open &= ~hit
        if not (isinstance(passed, str) and passed == ""):
            self.passed(rule, passed)

    def noted(self, place: int, rule: str, because: str) -> None:
        """One order's step that decides nothing, whatever the other rules say."""
        self.trace[place].append({"rule": rule, "verdict": "noted", "because": because})

    def cures(self) -> list[str | None]:
        """What a person can do, for each order; None where there is nothing to cure."""
        known = {code: hold.cure for code, hold in HOLD_CODES.items()}
        own = HOLD_CODES["STATUS_NEEDS_PERSON"].cure  # a reason that the merchant wrote into the status table
        told = self.frame[["action", "reason", "cure"]].itertuples(index=False, name=None)
        return [cure or known.get(reason, own) if action == "hold" else None for action, reason, cure in told]

    def _tell(self, rule: str, which: np.ndarray, verdict: Told, because: Told) -> None:
        says = [verdict] * len(which) if isinstance(verdict, str) else verdict.tolist()
        why = [because] * len(which) if isinstance(because, str) else because.tolist()
        for place in np.flatnonzero(which):
            self.trace[place].append({"rule": rule, "verdict": says[place], "because": why[place]})
