"""What a sending run did, in counts, and how errors of single orders are told from errors of the whole run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from order_sync.errors import AccessDenied, QuotaSpent, RetryLater

# These concern every further call, not one order: the run ends here and Airflow decides about a retry.
WHOLE_RUN = (RetryLater, QuotaSpent, AccessDenied)


@dataclass
class Outcome:
    """Counts of one sending run and the orders that it touched."""

    counts: Counter = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)  # orders to decide anew: their draft went

    def add(self, what: str, wix_order_id: str | None = None) -> None:
        """Count one act, and remember its order for the check that follows."""
        self.counts[what] += 1
        if wix_order_id:
            self.touched.add(wix_order_id)

    def include(self, other: Outcome) -> None:
        """Add what another run did."""
        self.counts.update(other.counts)
        self.touched |= other.touched

    def summary(self) -> dict[str, int]:
        """Counts by act, fit for XCom."""
        return dict(self.counts)
