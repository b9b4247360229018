"""When somebody is told, how, and how often."""

from __future__ import annotations

from order_sync.settings.base import Model


class AlertSettings(Model):
    """Messages about what waits or fails."""
