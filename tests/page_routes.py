"""Every route of the pages, with one address of it: each is tried without a login, by tests of the pages and in the browser."""

from __future__ import annotations

# method, the route's pattern, an address of it
PAGES = (
    ("GET", "/", "/"),
    ("GET", "/overview", "/overview"),
    ("GET", "/overview/orders", "/overview/orders?fate=held"),
    ("GET", "/holds", "/holds"),
    ("POST", "/holds/{store}/{action}", "/holds/es/retry"),
    ("GET", "/holds/codes/{code}", "/holds/codes/UNKNOWN_SKU"),
    ("GET", "/orders", "/orders"),
    ("POST", "/orders/payload", "/orders/payload"),
    ("POST", "/orders/replay", "/orders/replay"),
    ("GET", "/quality", "/quality"),
    ("GET", "/quality/rules/{rule}", "/quality/rules/landed.currency_is_iso"),
    ("GET", "/quality/checks", "/quality/checks"),
    ("GET", "/quality/checks/{check_id}", "/quality/checks/1"),
    ("GET", "/quality/run", "/quality/run?dag_id=wix_orders__es&run_id=r1"),
    ("GET", "/quality/docs/{check_id}", "/quality/docs/1"),
    ("GET", "/vendor/{name}", "/vendor/jquery.min.js"),
    ("GET", "/reports", "/reports"),
    ("GET", "/reports/{name}.csv", "/reports/oss.csv"),
    ("POST", "/reports/{name}/count", "/reports/skus/count"),
    ("GET", "/requests", "/requests"),
    ("GET", "/requests/{dag_id}/{run_id:path}", "/requests/holded__es/manual__1"),
    ("GET", "/labels", "/labels"),
    ("POST", "/labels/{store}/print", "/labels/nl/print"),
    ("GET", "/labels/{store}/{job_id}", "/labels/nl/1"),
    ("GET", "/labels/{store}/{job_id}/{name}.pdf", "/labels/nl/1/labels.pdf"),
)
ROUTES = [(method, address) for method, _, address in PAGES] + [("GET", "/static/style.css"), ("GET", "/static/page.js")]
