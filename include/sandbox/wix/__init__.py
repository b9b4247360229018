"""Wix: app tokens and API keys, orders, transactions, fulfillments, and the catalogue in both versions.

Switches (``settings["wix.<name>"]`` for all sites, ``settings["wix.<site>.<name>"]`` for one):

| switch | default | effect |
|---|---|---|
| lag_seconds | 0 | the search shows a change so much later |
| cursor_pages | None | cursors of later pages than this are refused as expired |
| rate_limit | 0 (off) | calls a minute above which 429 comes (Wix: 200) |
| token_seconds | 14400 | life of an app token |
| permissions | all | what the merchant granted |
| uninstalled | False | the app was removed from the site |
| bearer | refused | "Bearer " before the token: refused, required or both |
| catalogue | by account | V1_CATALOG, V3_CATALOG or STORES_NOT_INSTALLED |
| products_without_variants | False | a V1 product comes without its variants |
| shipping_mail | True | Wix mails the buyer about a tracking number |
| refund_moves_date | True | a refund moves updatedDate; False: Wix reports it late (U19) |
| store_credit | refund | a refund as store credit is listed as a refund and in the history; activity: in the history only |
| authorized_status | NOT_PAID | paymentStatus of an order whose payment is only authorised (U20) |

What people do in the back office is acts.py, also POST /sandbox/wix/{site}/orders/{number}/{act}.
"""

from sandbox.wix.acts import admin_routes
from sandbox.wix.app import build
from sandbox.wix.errors import fault_answer

__all__ = ["admin_routes", "build", "fault_answer"]
