"""Kinds of orders that are ordinary at first: something happens to them in a later hour (later.py)."""

from __future__ import annotations

from sandbox.samples.kinds import Kinds, first
from sandbox.samples.sale import Payment, Sale

KINDS = Kinds()
kind = KINDS.kind


def _two_things(sale: Sale) -> None:
    sale.items = [first(sale, "cuenco", "mok", 3), first(sale, "vela", "kaars")]


for _name in (
    "refunded in full later", "units refunded later", "shipping refunded later", "amount refunded later", "refunded in parts later",
    "store credit later", "refund reported late", "refund pending later", "canceled paid later", "canceled and refunded later",
    "edited later", "note changed later", "charged back later",
):  # fmt: skip
    kind(_name, es=1, nl=1)(_two_things)


@kind("canceled unpaid later", es=1, nl=1)
def _unpaid(sale: Sale) -> None:
    sale.payment_status, sale.payments = "NOT_PAID", [Payment("Offline", sale.total, "PENDING_MERCHANT")]


@kind("captured later", es=1, nl=1)
def _held(sale: Sale) -> None:
    sale.payment_status, sale.payments = "NOT_PAID", [Payment("CreditCard", sale.total, "AUTHORIZED")]
