"""What of MyParcel's behaviour can be switched: UNCERTAIN points of its contract, and states that a real account can be in.

``settings["myparcel.lag_seconds"] = 5`` (or POST /sandbox/settings) holds for every shop, ``settings["myparcel.nl.lag_seconds"]`` for one.
"""

from __future__ import annotations

from typing import Any

from sandbox.core import Sandbox

DEFAULTS: dict[str, Any] = {
    "error_shape": "keyed",  # keyed, map, flat, older: the form of a refused shipment
    "list_shape": "shipments",  # shipments, search_results: the form of a list answer
    "reference_match": "exact",  # exact (without regard to case), substring
    "lag_seconds": 0,  # how long the search by reference does not know a new shipment
    "barcode_lag_seconds": 0,  # how long a registered shipment still shows no barcode
    "signature_abroad": "when_insured",  # when_insured, never: PostNL with a signature outside NL and BE
    "bad_batch": "nothing",  # nothing, good_ones: what of a batch with one bad shipment is created
    "unknown_ids": "left_out",  # left_out, not_found: GET by ids with an id that is not there
    "refused_ids": [],  # shipments that GET by ids answers with 422, and with it the whole call
    "deleted_stays": False,  # a deleted concept is still listed, with status 99
    "limits": True,  # the sliding windows of the published table
    "limit_overrides": {},  # e.g. {"POST /shipments": [3, 300]}: calls, seconds
    "prepaid": False,  # labels answer 402 until paid
    "credit_cents": None,  # a prepaid account that can pay so much; a call above it answers 402 and names what is unpaid
    "blocked_references": [],  # shipments that cannot be paid at all: blocked_shipments of a 402
    "partly_paid": "nothing",  # nothing, registered: what becomes of the payable shipments of a call that answers 402
    "payment_with_200": False,  # the 402 body with status 200
    "daily_limit": None,  # shipments before 3716
    "activated": True,  # false: the first two shipments only within NL and BE (3762)
    "order_mode": 0,  # 1: the merchant works in the orders screen
    "features": ["DIRECT_PRINTING"],
    "missing_permissions": [],  # e.g. ["readShippingRules"]: 403
    "shipping_rules": {},  # what the merchant's rules choose, by country: {"DE": {"carrier_id": 4, "shipping_rule_id": 660001}}
    "label_seconds": 3,  # how long a PDF by link is being made
    "label_fails": False,  # a PDF by link never comes
    "v2_list_form": False,  # data.pdf as a list
    "progress": False,  # parcels travel by the sandbox's clock from their label on (journeys.py)
    "webhook_copies": 1,  # how often each webhook comes
    "webhook_order": "kept",  # kept, reversed: the order of the webhooks of one act
    "webhook_loss": 0,  # every nth webhook is lost; 1 loses all
    "webhook_delay_seconds": 0,  # how late they come
    "return_page": True,  # the shop has a return page: POST /return_shipments links to it
    "printerless_returns": False,  # the account allows returns without a printer
    "portal": True,  # the shop has its own tracking page
}


class Switches:
    """The switches of one shop."""

    def __init__(self, sandbox: Sandbox, account: str) -> None:
        self._sandbox, self._account = sandbox, account

    def __getitem__(self, name: str) -> Any:
        everywhere = self._sandbox.setting("myparcel", name, DEFAULTS[name])
        return self._sandbox.setting("myparcel", f"{self._account}.{name}", everywhere)
