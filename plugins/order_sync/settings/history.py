"""How years of orders are taken over: the size of a run's window, and which documents may be made of them."""

from __future__ import annotations

from order_sync.settings.base import Model


class HistorySettings(Model):
    """Backfill of past orders."""
