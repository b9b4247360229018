"""What the three hooks share: connection fields, one session, pacing, redaction, and the one retry law."""

from order_sync.hooks.rest.account import Account, read_account
from order_sync.hooks.rest.answers import RemoteError, Response
from order_sync.hooks.rest.client import RestClient
from order_sync.hooks.rest.pacing import Gate, Limit

__all__ = ["Account", "Gate", "Limit", "RemoteError", "Response", "RestClient", "read_account"]
