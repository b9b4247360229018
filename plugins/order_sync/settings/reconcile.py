"""The daily comparison of the remotes with the ledger."""

from __future__ import annotations

from order_sync.settings.base import Model


class ReconcileSettings(Model):
    """What is compared every day, and how many calls it may cost."""
