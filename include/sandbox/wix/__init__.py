"""Wix: app tokens and API keys, orders, transactions, fulfillments, and the catalogue in both versions."""

from sandbox.wix.app import build
from sandbox.wix.errors import fault_answer

__all__ = ["build", "fault_answer"]
