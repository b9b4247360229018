"""MyParcel's webhooks: a hint and nothing more; who is not MyParcel leaves nothing behind; nobody's subscription is taken unasked."""

from __future__ import annotations

import base64
import json

import pytest
from order_sync.errors import OrderSyncError, SettingsError
from order_sync.steps import track, webhooks
from order_sync.steps.preflight_webhooks import webhooks as preflight
from order_sync.steps.shop import open_shop
from pages_world import client
from shop_world import wix_order

KEY = {"X-MyParcel-Authorization": base64.b64encode(b"myparcel-es-key").decode()}


def body(*ids, **changes):
    hooks = [
        {"shipment_id": one, "account_id": 1, "shop_id": 2, "status": 7, "barcode": "3SLIES0000001", "shipment_reference_identifier": None}
        for one in ids
    ]
    return json.dumps({"data": {"hooks": hooks} | changes}).encode()


@pytest.fixture
def shop(world):
    """Store es with a public address, one order with a label that nobody has read yet."""
    settings = world.config.store("es")
    tracking = settings.tracking.model_copy(update={"webhook_url": "https://airflow.example.com/base"})
    world.config = world.config.model_copy(
        update={"stores": {**world.config.stores, "es": settings.model_copy(update={"tracking": tracking})}}
    )
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("myparcel", checked=False)
    world.label()
    with open_shop("es", "r1", config=world.config, database=world.database) as opened:
        opened.world = world
        yield opened


@pytest.fixture
def post(shop, monkeypatch):
    """Call the receiver; the runs it started."""
    import order_sync.steps.shop as steps_shop
    from order_sync.ui import receiver

    browser, started = client(monkeypatch), []
    monkeypatch.setattr(steps_shop, "load_config", lambda **_: shop.config)
    monkeypatch.setattr(steps_shop, "Database", lambda url: _Open(shop.database))
    monkeypatch.setattr(steps_shop, "orders_url", lambda: "")
    monkeypatch.setattr(receiver, "start", lambda dag_id, **_: started.append(dag_id))

    def call(content, *, token=None, headers=KEY, store="es"):
        path = webhooks.address(shop).rpartition("/")[2] if token is None else token
        return browser.post(f"/order-sync/hooks/myparcel/{store}/{path}", content=content, headers=headers).status_code

    call.started, call.address = started, webhooks.address(shop)
    return call


class _Open:
    """The test's database, not closed by each call."""

    def __init__(self, database):
        self._database = database

    def __getattr__(self, name):
        return getattr(self._database, name)

    def close(self):
        pass


def hints(shop):
    return [row["shipment_id"] for row in shop.database.rows("tracking/hints", store="es", most=5000)]


def test_a_webhook_is_a_hint_its_content_is_not_believed(shop, post):
    shipment = shop.world.shipments()[0]
    track.poll(shop)
    assert post(body(shipment["id"])) == 202
    assert hints(shop) == [str(shipment["id"])] and post.started == ["tracking__es"]
    with shop.database.engine.begin() as connection:
        row = connection.exec_driver_sql("SELECT status, barcode FROM export.tracking").one()
    assert (row.status, row.barcode) == (2, shipment["barcode"]), "it says delivered and another number: only MyParcel's answer counts"
    assert track.poll(shop).counts["hinted"] == 1 and hints(shop) == []


def test_many_webhooks_start_one_run_and_come_twice_unharmed(shop, post):
    for _ in range(3):
        assert post(body(11, 12)) == 202
    assert hints(shop) == ["11", "12"] and post.started == ["tracking__es"]


def test_the_hook_of_labels_names_several(shop, post):
    content = json.dumps(
        {"data": {"hooks": [{"status": "success", "shipment_ids": [5, "6", None, -7, 1.5, True], "pdf": "https://x"}]}}
    ).encode()
    assert post(content) == 202
    assert hints(shop) == ["5", "6"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "0" * 40}, {"token": "short"}, {"token": "%2e%2e"}, {"headers": {}}, {"headers": {"X-MyParcel-Authorization": "nonsense"}},
        {"headers": {"X-MyParcel-Authorization": base64.b64encode(b"myparcel-nl-key").decode()}}, {"headers": {"X-MyParcel-Authorization": ""}},
        {"store": "nl"}, {"store": "nobody"}, {"store": "..%2f"},
    ],
)  # fmt: skip
def test_who_is_not_myparcel_leaves_nothing(shop, post, wrong):
    assert post(body(11), **wrong) == 404
    assert hints(shop) == [] and post.started == []


def test_the_address_is_found_in_any_case_and_the_key_with_a_scheme(shop, post):
    token = post.address.rpartition("/")[2]
    assert post.address == post.address.lower()
    assert post(body(11), token=token.upper(), headers={"X-MyParcel-Authorization": f"bearer {KEY['X-MyParcel-Authorization']}"}) == 202
    assert hints(shop) == ["11"]


@pytest.mark.parametrize(
    "garbage",
    [b"", b"\xff\xfe", b"{", b"[]", b"null", b'"text"', b'{"data": 3}', b'{"data": {"hooks": 3}}', b'{"data": {"hooks": [3, null, {"shipment_id": {}}]}}',
     b'{"data": {"hooks": [{"shipment_id": "1; DROP TABLE"}]}}', b'{"data": {"hooks": [{"shipment_id": 1e400}]}}', b"[" * 100_000,
     json.dumps({"data": {"hooks": [{"shipment_id": "9" * 30}]}}).encode(), '{"data": {"hooks": [{"shipment_id": "٣"}]}}'.encode()],
)  # fmt: skip
def test_garbage_is_answered_and_forgotten(shop, post, garbage):
    assert post(garbage) == 202
    assert hints(shop) == [] and post.started == []


def test_a_huge_body_is_refused(shop, post):
    assert post(b"x" * 300_000) == 413


def test_a_body_names_a_thousand_at_most(shop, post):
    assert post(json.dumps({"data": {"hooks": {"shipment_ids": list(range(1, 2001))}}}).encode()) == 202
    assert len(hints(shop)) == 1000


def test_subscribing_is_done_once_and_removed(shop):
    assert webhooks.show(shop) == []
    assert [row["verdict"] for row in preflight(shop)] == ["wrong"]
    assert webhooks.subscribe(shop)["verdict"] == "subscribed"
    assert webhooks.subscribe(shop)["verdict"] == "already there"
    (row,) = webhooks.show(shop)
    assert (row["whose"], row["hook"]) == ("ours", "shipment_status_change")
    assert row["url"] == "https://airflow.example.com/base/order-sync/hooks/myparcel/es/(token)"
    assert [row["verdict"] for row in preflight(shop)] == ["fine"]
    assert webhooks.remove(shop) == 1 and webhooks.show(shop) == []


def test_another_subscriber_is_said_and_left_alone_unless_it_is_to_be_taken_over(shop):
    shop.myparcel().subscribe("https://plugin.example.com/hook")
    (finding,) = preflight(shop)
    assert finding["verdict"] == "wrong" and "plugin.example.com" in finding["seen"] and "--take-over" in finding["cure"]
    with pytest.raises(OrderSyncError, match="plugin"):
        webhooks.subscribe(shop)
    assert webhooks.remove(shop) == 0
    assert [row["whose"] for row in webhooks.show(shop)] == ["another"]
    assert "plugin.example.com" in webhooks.subscribe(shop, take_over=True)["verdict"]
    assert [row["whose"] for row in webhooks.show(shop)] == ["ours"]


def test_an_earlier_address_of_ours_is_replaced_unasked(shop):
    shop.myparcel().subscribe("https://airflow.example.com/base/order-sync/hooks/myparcel/es/" + "a" * 40)
    assert [row["whose"] for row in webhooks.show(shop)] == ["outdated"]
    assert webhooks.subscribe(shop)["verdict"] == "subscribed"
    assert [row["whose"] for row in webhooks.show(shop)] == ["ours"]


def test_without_a_public_address_nothing_is_asked(world):
    with open_shop("es", "r1", config=world.config, database=world.database) as opened:
        with pytest.raises(SettingsError, match="webhook_url"):
            webhooks.subscribe(opened)
        assert list(preflight(opened)) == []
