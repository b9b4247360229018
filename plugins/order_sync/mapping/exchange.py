"""The exchange rate that a document in another currency than the account's must carry. Source: Wix contract 2.4, Holded contract 2.3."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from order_sync.contracts.currencies import minor_digits
from order_sync.mapping.money import HOLDED_DIGITS

_PLAIN = re.compile(r"[0-9]{1,16}(\.[0-9]{1,16})?")
_DIGITS = Context(prec=10)


def change(currency: str, original: str, rate: str, account: str, direction: str) -> tuple[str, str]:
    """(rate as text, what is lacking); both "" in the account's own currency.

    ``rate`` is Wix's: units of the order's currency for one of ``original``. ``direction``: order_per_account, or account_per_order.
    """
    digits = minor_digits(currency)
    if digits > HOLDED_DIGITS:
        return "", f"{currency} has {digits} decimals, amounts in Holded have {HOLDED_DIGITS}"
    if currency == account:
        return "", ""
    if original != account:
        return "", f"{currency} without a rate from {account}" + (f": Wix converted from {original}" if original else "")
    if not _PLAIN.fullmatch(rate) or not Decimal(rate):
        return "", f"{currency} without one rate from {account} for the whole order"
    value = Decimal(rate)
    if direction == "account_per_order":
        value = _DIGITS.divide(Decimal(1), value)
    return format(value.normalize(), "f"), ""
