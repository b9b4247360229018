"""Pictures of the pages, taken from the demo's data by a real browser. Nobody in them exists: the sample's people are invented."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from local.airflow_settings import ROOT
from local.browser import browsing, logged_in
from local.sandboxed import House

FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
# name of the picture, the page's address, what is clicked or scrolled to first
PAGES = (
    ("overview", "/overview?store=es&period=7"),
    ("holds", "/holds?store=es"),
    ("order", "/orders?store=es&number={number}"),
    ("quality", "/quality?store=es"),
    ("reports", "/reports?store=es"),
    ("labels", "/labels"),
)


def main() -> int:
    """Take them all: each page in the light, the overview also in the dark, on a phone, and inside Airflow."""
    house = House()
    house.start()
    try:
        with browsing() as browser:
            take(browser, house.airflow.url, house.airflow.kept.admin_password, number=_booked(house))
    finally:
        if not house.was_up:
            house.stop()
    return 0


def take(browser: Any, url: str, password: str, *, number: str, folder: Path = FOLDER) -> list[Path]:
    """The pictures as files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    first = logged_in(browser, url, "admin", password, viewport=DESK)
    kept = first.context.storage_state()
    first.goto(f"{url}/plugin/orders")
    first.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    first.wait_for_load_state("networkidle")
    made.append(_shot(first, folder / "in-airflow.png"))
    first.context.close()
    for context, suffix, pages in (
        ({"viewport": DESK}, "", PAGES),
        ({"viewport": DESK, "color_scheme": "dark"}, "-dark", PAGES[:1]),
        ({"viewport": PHONE}, "-phone", PAGES[:2]),
    ):
        page = browser.new_context(storage_state=kept, **context).new_page()
        for name, path in pages:
            answer = page.goto(f"{url}/order-sync{path.format(number=number)}")
            if answer.status != 200:
                raise SystemExit(f"{path} answers {answer.status}. Run `make demo` first, so that there is something to see.")
            made.append(_shot(page, folder / f"{name}{suffix}.png"))
        page.context.close()
    return made


def _shot(page: Any, file: Path) -> Path:
    page.screenshot(path=str(file), animations="disabled")
    print(f"screenshot: {file.name}")
    return file


def _booked(house: House) -> str:
    """The number of an order of the demo that was booked, shipped and delivered; the first of them."""
    from order_sync.store.database import Database

    database = Database(house.airflow.orders_url)
    try:
        rows = database.rows("pages/shown_order", store="es")
    finally:
        database.close()
    if not rows:
        raise SystemExit("No order has been booked yet. Run `make demo` first.")
    return rows[0]["order_number"]


if __name__ == "__main__":
    sys.exit(main())
