"""A schedule that is none is told with its file and key, and breaks the DAGs of no other store."""

from __future__ import annotations

import pytest
from order_sync.settings.alerts import AlertSettings
from order_sync.settings.reconcile import ReconcileSettings
from order_sync.settings.retention import RetentionSettings
from pydantic import ValidationError


@pytest.mark.parametrize("block", [AlertSettings, ReconcileSettings, RetentionSettings])
def test_a_schedule_is_a_cron_expression(block):
    assert block(schedule="5 4 * * 1").schedule == "5 4 * * 1"
    with pytest.raises(ValidationError):
        block(schedule="every day at five")
