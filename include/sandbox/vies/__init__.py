"""A stand-in for VIES, the EU's check of VAT numbers, in its REST form at /vies.

Switches (``settings["vies.<name>"]``):

| switch | default | effect |
|---|---|---|
| down | False | every question is answered MS_UNAVAILABLE |
| down_countries | () | only the member states named here are |
| error_status | 500 | status of such an answer: 500, or 200 with actionSucceed false |

``register`` adds a number or takes it out, also POST /sandbox/vies/numbers {"number", "valid"}.
"""

from sandbox.vies.app import admin_routes, build
from sandbox.vies.numbers import register

__all__ = ["admin_routes", "build", "register"]
