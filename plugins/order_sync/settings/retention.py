"""How long personal data is kept."""

from __future__ import annotations

from order_sync.settings.base import Model


class RetentionSettings(Model):
    """Days after which personal data is forgotten."""
