"""Kinds of orders that differ by who buys and where it goes."""

from __future__ import annotations

from sandbox.samples import buyers
from sandbox.samples.kinds import STANDARD, Kinds, first
from sandbox.samples.sale import Charge, Sale

KINDS = Kinds()
kind = KINDS.kind


@kind("business with VAT number", es=3, nl=3)
def _business(sale: Sale) -> None:
    sale.buyer = buyers.BUSINESS[sale.shop]
    sale.vat_in_custom_fields = sale.number % 2 == 0


@kind("large consumer order", es=1)
def _large(sale: Sale) -> None:
    sale.items = [first(sale, "camiseta-m", "", 80), first(sale, "camiseta-l", "", 42)]


@kind("EU business without tax", es=1, nl=1)
def _eu_business(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.tax_exempt = buyers.EU_BUSINESS[sale.shop], 0, True


@kind("unicode names", es=1, nl=1)
def _unicode(sale: Sale) -> None:
    sale.buyer = buyers.UNICODE[sale.shop]


@kind("OSS France", es=1, nl=1)
def _france(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["FR"], 200000


@kind("OSS Germany", es=1, nl=1)
def _germany(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["DE"], 190000


@kind("OSS Portugal", es=1)
def _portugal(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["PT"], 230000


@kind("OSS Belgium", nl=2)
def _belgium(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["BE"], 210000


@kind("country without tax key", es=1, nl=1)
def _italy(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["IT"], 220000


@kind("Canary Islands", es=1)
def _canaries(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["CANARIES"], 0


@kind("export to Switzerland", es=1, nl=1)
def _switzerland(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["CH"], 0


@kind("export to Great Britain", es=1)
def _britain(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["GB"], 0


@kind("export to the United States", nl=1)
def _states(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["US"], 0


@kind("order in US dollars", es=1)
def _dollars(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.currency, sale.conversion = buyers.ABROAD["US"], 0, "USD", "1.0842"


@kind("order in pounds", es=1, nl=1)
def _pounds(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.currency, sale.conversion = buyers.ABROAD["GB"], 0, "GBP", "0.8391"


@kind("order in yen", es=1, nl=1)
def _yen(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.currency, sale.conversion = buyers.ABROAD["JP"], 0, "JPY", "161.3"


@kind("Ceuta", es=1)
def _ceuta(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.ABROAD["CEUTA"], 0


@kind("equivalence surcharge", es=1)
def _surcharge(sale: Sale) -> None:
    sale.buyer, sale.rate = buyers.RETAILER, 262000
    sale.items = [first(sale, "vela", "", 12), first(sale, "cuenco", "", 6)]
    sale.custom_fields = {"Recargo de equivalencia": "Sí"}


@kind("invalid VAT number", es=1, nl=1)
def _malformed_number(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.tax_exempt = buyers.MALFORMED[sale.shop], 0, True


@kind("VAT number that VIES does not know", es=1, nl=1)
def _unregistered(sale: Sale) -> None:
    sale.buyer, sale.rate, sale.tax_exempt = buyers.UNREGISTERED[sale.shop], 0, True


@kind("OSS at several rates", es=1, nl=1)
def _several_abroad(sale: Sale) -> None:
    sale.buyer = buyers.ABROAD["FR" if sale.shop == "es" else "BE"]
    sale.rates = {210000: 200000, 100000: 55000, 40000: 55000} if sale.shop == "es" else {210000: 210000, 90000: 60000}
    sale.items = [first(sale, "vela", "kaars", 2), first(sale, "miel", "thee"), first(sale, "libro", "boek")]


@kind("unclear address", nl=1)
def _unclear(sale: Sale) -> None:
    sale.buyer = buyers.UNCLEAR


@kind("incomplete address", es=1, nl=1)
def _incomplete(sale: Sale) -> None:
    sale.buyer = buyers.NO_CITY if sale.shop == "es" else buyers.NO_NUMBER


@kind("store pickup", es=1, nl=1)
def _store_pickup(sale: Sale) -> None:
    sale.pickup, sale.shipping = "STORE_PICKUP", Charge("pickup", 0, STANDARD)


@kind("pickup point", es=1, nl=1)
def _pickup_point(sale: Sale) -> None:
    sale.pickup = "PICKUP_POINT"


@kind("sold at the till", es=1, nl=1)
def _till(sale: Sale) -> None:
    sale.channel, sale.shipping, sale.fulfillment_status = "POS", None, "FULFILLED"
    sale.buyer = buyers.Buyer("", "", sale.buyer.country, "", "", "", email="")
