"""Orders decided by today's rules for Holded, for tests of documents."""

from frames import line, order, products, staged
from order_sync.mapping.documents import decide_documents
from order_sync.settings import PROJECT_ROOT, load_config

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
SHIRT = "62360932b6c99f7e80a93249"
CATALOGUE = products(
    (SHIRT, "6a1dd4114c98069523cdf1d9", "CAM-AZ-M"), ("60f986b9ca0969d40b2ea7b8", "", "CUAD-A5"), ("p1", "", "TWO"), ("p2", "", "TWO")
)
VAT = "extended:_user_fields.vat_number"
COMPANY = {"bill_company": "Camisetas del Norte, S.L.", "extra_fields": {VAT: "B-12345674"}}
ABROAD = {
    f"{prefix}_{name}": value
    for prefix in ("bill", "ship")
    for name, value in (("country", "FR"), ("city", "Paris"), ("postal_code", "75002"))
}


def _plain(settings):
    """The sample store without what other tests are about: VIES, further currencies, places and stages."""
    holded = settings.holded
    simple = {
        "vat": holded.vat.model_copy(update={"vies": False}), "currencies": ("EUR",), "warehouses": (),
        "order_status": holded.order_status.model_copy(update={"show": "tags", "stages": ()}),
    }  # fmt: skip
    return settings.model_copy(update={"holded": holded.model_copy(update=simple)})


def store(key="es", **holded):
    """A store of the shipped configuration; nested settings are given as dictionaries."""
    settings = _plain(CONFIG.store(key))
    changes = {
        name: getattr(settings.holded, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in holded.items()
    }
    return settings.model_copy(update={"holded": settings.holded.model_copy(update=changes)})


def decide(*pairs, settings=None, active=None):
    """Decisions for pairs of an order and its lines."""
    orders, lines = staged(*pairs)
    return decide_documents(orders, lines, CATALOGUE, settings or store(), CONFIG, active)


def one(changes=(), lines=({},), settings=None, active=None):
    """The decision about one order whose total is the sum of its lines unless it is given."""
    changes = dict(changes)
    head = order(**changes)
    rows = [line(head, **({"line_no": place, "line_id": f"line-{place}"} | dict(given))) for place, given in enumerate(lines)]
    if "total_minor" not in changes:
        head["total_minor"] = sum(row["gross_minor"] or 0 for row in rows)
    if "tax_minor" not in changes:
        head["tax_minor"] = sum(row["tax_minor"] or 0 for row in rows)
    return decide((head, rows), settings=settings, active=active).iloc[0]


PLAIN_HOLDS = [
    ("MALFORMED_ORDER", {"malformed_field": "lineItems[0].quantity", "malformed_seen": "text"}, [{}], "lineItems[0].quantity", "text"),
    ("MALFORMED_ORDER", {"total_minor": None}, [{}], "priceSummary.total", "empty or not usable"),
    ("MALFORMED_ORDER", {}, [], "lineItems", "empty or not usable"),
    ("MALFORMED_ORDER", {}, [{"gross_minor": None}], "lineItems.totalPriceAfterTax", "empty or not usable"),
    ("UNKNOWN_STATUS", {"payment_status": "UNSPECIFIED"}, [{}], "status", "APPROVED / UNSPECIFIED / NOT_FULFILLED"),
    ("CANCELED_BUT_PAID", {"status": "CANCELED"}, [{}], "status", "CANCELED / PAID / NOT_FULFILLED: line 19 of status_rules.csv"),
    ("CURRENCY_NOT_CONFIGURED", {"currency": "USD"}, [{}], "currency", "USD"),
    ("TOTAL_MISMATCH", {"total_minor": 2493}, [{}], "priceSummary.total", "lines add up to 24.95 EUR, the total is 24.93 EUR"),
    ("GIFT_CARD_LINE", {}, [{"item_type": "GIFT_CARD"}], "lineItems.itemType", "a gift card"),
    ("BLANK_SKU", {}, [{}, {"sku": None}], "lineItems.physicalProperties.sku", "line 2"),
    ("UNKNOWN_SKU", {}, [{"sku": "NEW-1"}, {"sku": "NEW-2"}], "lineItems.physicalProperties.sku", "NEW-1, NEW-2"),
    ("DUPLICATE_SKU", {}, [{"sku": "TWO"}], "lineItems.physicalProperties.sku", "TWO"),
    ("TAX_INCONSISTENT", {}, [{"tax_minor": 266, "tax_rate_ppm": 0}], "lineItems.taxInfo", "line 1: tax 266 of 2495 minor units at 0 %"),
    ("TAX_INCONSISTENT", {}, [{"tax_rate_ppm": None}], "lineItems.taxInfo", "line 1: no tax rate"),
    ("NO_TAX_KEY", ABROAD, [{"tax_rate_ppm": 85_000}], "lineItems.taxInfo.taxRate", "oss, FR, 8.5 %"),
    ("CONTACT_INCOMPLETE", {"bill_company": "Sin NIF, S.L."}, [{}], "billingInfo", "invoice without tax id"),
    ("CONTACT_INCOMPLETE", {}, [{"gross_minor": 350_000}], "billingInfo", "invoice without tax id"),
]
FREE = ({"total_minor": 0, "tax_minor": 0, "payment_status": "NOT_PAID"}, [{"gross_minor": 0}])
UNREACHABLE = [{"gross_minor": 60}]
