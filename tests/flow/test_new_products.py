"""unknown_sku: create: each unknown SKU becomes one product, whatever is lost on the way and whoever else asks for it."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from order_sync.settings import load_config
from order_sync.steps import ingest
from order_sync.steps.products import create_missing
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store.database import Database
from shop_world import HOUR, quick_config, wix_order

NEW = wix_order("10001", lines=(("NEW-01", 2, 1210), ("CAM-AZ-M", 1, 2495)))


@pytest.fixture
def shop_of_news(world, tmp_path):
    """The world of a store that makes products, with its known ones."""
    world.config = quick_config(tmp_path / "new", unknown_sku="create")
    world.stock()
    return world


def made(world) -> list[dict]:
    return [product for product in world.sandbox.state("holded", "es")["products"].values() if product["sku"].upper().startswith("NEW")]


def hour(world, run: str) -> dict[str, int]:
    """One hour of the store with the products made in their place."""
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        ingest.refresh_master(shop)
        ingest.land(shop, Window(HOUR, HOUR + timedelta(hours=1)))
        counts = create_missing(shop)
        ingest.build(shop)
        ingest.check(shop)
        ingest.publish(shop)
        return counts


def test_an_unknown_sku_becomes_a_product_and_its_order_is_booked_on_it(shop_of_news):
    world = shop_of_news
    world.sell("es", NEW)
    assert hour(world, "r1") == {"created": 1}
    [product] = made(world)
    assert {name: product[name] for name in ("name", "sku", "price", "taxes", "kind", "has_stock")} == {
        "name": "Product NEW-01", "sku": "NEW-01", "price": "10.00", "taxes": ["s_iva_21"], "kind": "simple", "has_stock": True,
    }  # fmt: skip
    assert world.held() == {} and world.send("holded")["receipts"] == 1
    [document] = world.documents()
    assert document["items"][0]["product_id"] == product["id"]
    assert hour(world, "r2") == {} and len(made(world)) == 1


def test_nothing_is_made_for_blank_named_archived_or_unwanted_skus(shop_of_news):
    from sandbox.holded.products import add_products

    world = shop_of_news
    add_products(world.sandbox.sandbox, "es", [{"name": "Old", "sku": "new 02", "archived": True}])
    (world.config.folder / "sku_aliases.csv").write_text("store,wix_sku,holded_sku,product_id\nes,NEW-03,GONE-1,\n")
    world.config = load_config(world.config.folder)
    world.sell("es", wix_order("10001", lines=(("", 1, 1000),)), wix_order("10002", lines=(("NEW-02", 1, 1000),)),
               wix_order("10003", lines=(("NEW-03", 1, 1000),)), wix_order("10004", status="REJECTED", lines=(("NEW-04", 1, 1000),)))  # fmt: skip
    assert hour(world, "r1") == {}
    assert [product["sku"] for product in made(world)] == ["new 02"]
    assert world.held() == {"10001": "BLANK_SKU", "10002": "UNKNOWN_SKU", "10003": "UNKNOWN_SKU"}


def test_a_sku_written_in_two_ways_is_one_product(shop_of_news):
    world = shop_of_news
    world.sell("es", wix_order("10001", lines=(("NEW-01", 1, 1000),)), wix_order("10002", lines=(("new 01", 1, 1000),)))
    assert hour(world, "r1") == {"created": 1}
    assert len(made(world)) == 1 and world.held() == {}


@pytest.mark.parametrize("action", ["lost_answer", "http_500_after"])
def test_a_lost_answer_is_looked_for_and_found(shop_of_news, action):
    world = shop_of_news
    world.sell("es", NEW)
    world.sandbox.arm(action, method="POST", path="/products$")
    assert hour(world, "r1") == {"waiting": 1}
    assert len(made(world)) == 1 and world.held() == {"10001": "UNKNOWN_SKU"}
    assert hour(world, "r2") == {"found": 1}
    assert len(made(world)) == 1 and world.held() == {}


def test_a_product_that_was_not_made_is_made_after_two_looks(shop_of_news):
    world = shop_of_news
    world.sell("es", NEW)
    world.sandbox.arm("http_500", method="POST", path="/products$")
    assert hour(world, "r1") == {"waiting": 1}
    assert hour(world, "r2") == {"waiting": 1} and not made(world)
    assert hour(world, "r3") == {"created": 1} and len(made(world)) == 1
    assert world.held() == {}


def test_a_lost_answer_waits_for_its_time(shop_of_news):
    world = shop_of_news
    world.sell("es", NEW)
    world.sandbox.arm("lost_answer", method="POST", path="/products$")
    hour(world, "r1")
    settings = world.config.stores["es"]
    slow = settings.model_copy(update={"holded": settings.holded.model_copy(update={"settle_seconds": 600})})
    world.config = world.config.model_copy(update={"stores": {"es": slow}})
    before = len(world.sandbox.called("holded", "GET", template="/products"))
    assert hour(world, "r2") == {} and len(made(world)) == 1
    assert len(world.sandbox.called("holded", "GET", template="/products")) == before  # no list is read for nothing


def test_what_holded_refuses_is_held_and_not_tried_every_hour(shop_of_news):
    world = shop_of_news
    world.sell("es", NEW)
    world.sandbox.settings["holded.missing_scopes"] = ("inventory:products.write",)
    assert hour(world, "r1") == {} and world.held() == {"10001": "UNKNOWN_SKU"}
    world.sandbox.settings.clear()
    assert hour(world, "r2") == {} and not made(world)
    row = world.database.one("products/intents", connection="holded_es", keys=["NEW-01"], settle=0)
    assert (row["state"], row["due"]) == ("refused", False)
    _older(world, "1 day")
    assert hour(world, "r3") == {"created": 1} and world.held() == {}


def test_a_product_that_a_person_deleted_is_not_made_again(shop_of_news):
    world = shop_of_news
    world.sell("es", NEW)
    hour(world, "r1")
    world.sandbox.state("holded", "es")["products"].pop(made(world)[0]["id"])
    _older(world, "2 hours")
    with open_shop("es", "r2", config=world.config, database=world.database) as shop:
        ingest.refresh_master(shop, force=True)
    world.sell("es", wix_order("10002", lines=(("NEW-01", 1, 1210),)))
    assert hour(world, "r3") == {} and not made(world)
    assert world.held() == {"10002": "UNKNOWN_SKU"}


def test_no_more_than_the_store_allows_in_one_run(shop_of_news, tmp_path):
    world = shop_of_news
    world.config = quick_config(tmp_path / "few", unknown_sku="create", new_products={"most_per_run": 2, "has_stock": False})
    world.sell("es", wix_order("10001", lines=tuple((f"NEW-{place:02}", 1, 1000) for place in range(5))))
    assert [hour(world, f"r{run}") for run in range(4)] == [{"created": 2}, {"created": 2}, {"created": 1}, {}]
    assert len(made(world)) == 5 and not any(product["has_stock"] for product in made(world)) and world.held() == {}


def test_two_workers_never_make_two(shop_of_news, postgres):
    """Both have landed the same SKU and start together; the one that comes late leaves it, or finds it made."""
    world = shop_of_news
    world.sell("es", NEW)
    both, counts = Barrier(2), []
    for run in ("w1", "w2"):
        with open_shop("es", run, config=world.config, database=world.database) as shop:
            ingest.refresh_master(shop)
            ingest.land(shop, Window(HOUR, HOUR + timedelta(hours=1)))

    def work(run: str) -> None:
        database = Database(postgres.url("orders_test"))
        with open_shop("es", run, config=world.config, database=database) as shop:
            both.wait()
            counts.append(create_missing(shop))
        database.close()

    threads = [Thread(target=work, args=(run,)) for run in ("w1", "w2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made(world)) == 1
    assert sorted(counts, key=len) == [{}, {"created": 1}]


def _older(world, age: str) -> None:
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE export.new_products SET changed_at = now() - interval '{age}'")
