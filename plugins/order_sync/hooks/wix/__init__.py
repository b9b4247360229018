"""Wix: order search by window, transactions, fulfillments and the catalogue, behind an app token or an API key.

Shapes of the API stay in this package; callers get raw orders (msgspec.Raw), plain dicts and ids.
"""

from order_sync.hooks.wix.hook import WixHook, fulfilment_path

__all__ = ["WixHook", "fulfilment_path"]
