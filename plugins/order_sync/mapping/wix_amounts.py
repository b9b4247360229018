"""Values of Wix's payments and refunds, each readable or a Breach that names its place."""

from __future__ import annotations

import re
from datetime import datetime

from order_sync.mapping.wix_breach import Breach
from order_sync.mapping.wix_money import minor_digits, minor_units
from order_sync.mapping.wix_shapes import Money

LARGEST = 10**15  # minor units of one amount: sums of hundreds stay within 64 bits
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL cannot hold
_FIRST_YEAR, _LAST_YEAR = 1970, 2999  # outside it a date is a slip, and pandas and PostgreSQL disagree on its form


class Amounts:
    """Reads amounts of one currency."""

    def __init__(self, currency: str) -> None:
        self._digits = minor_digits(currency)

    def minor(self, money: Money, path: str) -> int:
        """Minor units; Breach where it is no plain decimal, finer than the minor unit or too large."""
        try:
            found = minor_units(money.amount, self._digits)
        except ValueError:
            raise Breach(f"{path}.amount") from None
        if found > LARGEST:
            raise Breach(f"{path}.amount")
        return found

    def maybe(self, money: Money | None, path: str) -> int | None:
        """The same, None where there is none."""
        return None if money is None else self.minor(money, path)


def instant(value: datetime | None, path: str) -> datetime | None:
    """The instant; Breach where its year cannot be meant."""
    if value is not None and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise Breach(path)
    return value


def holdable(text: str) -> str:
    """The text with U+FFFD in place of what PostgreSQL cannot hold."""
    return _UNHOLDABLE.sub("\ufffd", text)
