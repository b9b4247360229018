"""Every route of the pages, with one address of it: each is tried without a login, by tests of the pages and in the browser."""

from __future__ import annotations

# method, the route's pattern, an address of it
PAGES = (
    ("GET", "/", "/"),
    ("GET", "/overview", "/overview"),
    ("GET", "/holds", "/holds"),
    ("GET", "/orders", "/orders"),
    ("GET", "/quality", "/quality"),
    ("GET", "/reports", "/reports"),
    ("GET", "/requests", "/requests"),
    ("GET", "/requests/{dag_id}/{run_id:path}", "/requests/holded__es/manual__1"),
    ("GET", "/labels", "/labels"),
    ("POST", "/labels/{store}/print", "/labels/nl/print"),
    ("GET", "/labels/{store}/{job_id}", "/labels/nl/1"),
    ("GET", "/labels/{store}/{job_id}/{name}.pdf", "/labels/nl/1/labels.pdf"),
)
ROUTES = [(method, address) for method, _, address in PAGES] + [("GET", "/static/style.css"), ("GET", "/static/page.js")]
