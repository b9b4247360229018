"""What makes an order special: kinds, each a function that turns an ordinary paid consumer sale into one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.samples.goods import GOODS, Good
from sandbox.samples.sale import Item, Sale

STANDARD = 210000  # both shops' standard tax rate at home, in millionths

Make = Callable[[Sale], None]


@dataclass(frozen=True)
class Kind:
    """A kind of order: its name, how often it comes in each shop, and what it does to an ordinary sale."""

    name: str
    times: dict[str, int]
    make: Make


class Kinds(list[Kind]):
    """Kinds in the order in which they were written down."""

    def kind(self, name: str, *, es: int = 0, nl: int = 0) -> Callable[[Make], Make]:
        """Decorator: the function makes this kind, ``es`` and ``nl`` times in the hundred orders of each shop."""

        def register(make: Make) -> Make:
            self.append(Kind(name, {"es": es, "nl": nl}, make))
            return make

        return register


def good(sale: Sale, key: str) -> Good:
    """A good of the sale's shop."""
    return GOODS[sale.shop][key]


def first(sale: Sale, es: str, nl: str, quantity: int = 1) -> Item:
    """A line of the good that the shop has for this purpose."""
    return Item(good(sale, es if sale.shop == "es" else nl), quantity)
