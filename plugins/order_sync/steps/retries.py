"""When Airflow repeats a task: only where nothing was done and waiting helps. A refusal fails once, with its cure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import RetryDecision, RetryPolicy

from order_sync.errors import OrderSyncError, OutcomeUnknown, RetryLater


class RetryLaterOnly(RetryPolicy):
    """RetryLater waits as long as the remote says (else Airflow's backoff); our other errors fail at once; the rest is Airflow's."""

    def evaluate(self, exception: BaseException, try_number: int, max_tries: int, context: Any = None) -> RetryDecision:
        """The next action for an exception of a task."""
        if isinstance(exception, (RetryLater, OutcomeUnknown)):
            delay = getattr(exception, "delay", None)
            return RetryDecision.retry(delay=timedelta(seconds=delay), reason=exception.seen) if delay else RetryDecision.default()
        if isinstance(exception, OrderSyncError):
            return RetryDecision.fail(exception.cure)
        return RetryDecision.default()

    def serialize(self) -> dict[str, Any]:
        """Nothing to keep."""
        return {}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> RetryLaterOnly:
        """The same policy."""
        return cls()
