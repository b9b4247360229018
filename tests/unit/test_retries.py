"""What Airflow repeats: only where nothing was done and waiting helps."""

from datetime import timedelta

import pytest
from airflow.sdk import RetryDecision
from order_sync import errors
from order_sync.steps.retries import RetryLaterOnly

TEXTS = {"where": "Holded POST /invoices", "cure": "Do this."}
FAIL_AT_ONCE = [
    errors.Rejected,
    errors.NotThere,
    errors.AccessDenied,
    errors.PaymentNeeded,
    errors.QuotaSpent,
    errors.QuotaWaiting,
    errors.ContractBroken,
    errors.SettingsError,
    errors.BatchCheckFailed,
]


def decided(error):
    return RetryLaterOnly().evaluate(error, 1, 5)


@pytest.mark.parametrize("kind", FAIL_AT_ONCE)
def test_a_refusal_fails_once_with_its_cure(kind):
    decision = decided(kind("refused", **TEXTS))
    assert decision.action == RetryDecision.fail().action
    assert decision.reason == "Do this."


def test_later_waits_as_long_as_the_remote_says():
    decision = decided(errors.RetryLater("busy", **TEXTS, delay=90))
    assert decision.action == RetryDecision.retry(delay=timedelta(seconds=1)).action
    assert decision.retry_delay == timedelta(seconds=90)


@pytest.mark.parametrize(
    "error", [errors.RetryLater("down", **TEXTS), errors.OutcomeUnknown("lost", **TEXTS), OSError("disk"), MemoryError()]
)
def test_the_rest_is_left_to_the_retries_of_the_task(error):
    assert decided(error).action == RetryDecision.default().action


def test_every_error_of_ours_has_a_decision():
    """A new class must be put on one side."""
    known = {errors.OrderSyncError, errors.RetryLater, errors.OutcomeUnknown, *FAIL_AT_ONCE}
    ours = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.OrderSyncError)}
    assert ours == known


def test_the_policy_survives_the_way_to_the_scheduler():
    assert isinstance(RetryLaterOnly.deserialize(RetryLaterOnly().serialize()), RetryLaterOnly)
