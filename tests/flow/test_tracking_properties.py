"""Whatever the order of answers and whatever goes wrong: a parcel has one fulfilment at most, and never goes backwards."""

from __future__ import annotations

import contextlib
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from order_sync.errors import OrderSyncError
from order_sync.hooks.myparcel_tracking import progress
from order_sync.steps import track
from order_sync.steps.shop import open_shop
from shop_world import wix_order

ORDERED = {1: 3, 2: 1}
STATUSES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 17, 19, 31, 36, 77, 99, 100)
ANSWER = st.tuples(
    st.just("answer"),
    st.lists(
        st.tuples(st.sampled_from(("main", "child", "late child", "extra")), st.sampled_from(STATUSES), st.booleans()),
        min_size=1,
        max_size=4,
    ),
)
ACT = st.one_of(
    ANSWER, ANSWER, st.tuples(st.just("tell"), st.sampled_from(("", "lost_answer", "http_500", "cut_before"))), st.just(("ages", ""))
)
PACKED = st.sampled_from(([{1: 3, 2: 1}], [{1: 2}, {1: 1, 2: 1}], [{1: 3, 2: 1}, {}], [{1: 3}, {1: 3, 2: 1}], None))


def line(place):
    return f"00000000-0000-0000-0000-{place:012}"


class Play:
    """One order and its answers; everything is put back before each example."""

    def __init__(self, world):
        self.world, self.order = world, wix_order("10001", lines=(("CAM-AZ-M", 3, 2495), ("TAZA-01", 1, 1099)))
        world.stock()
        world.sell("es", self.order)
        world.ingest()
        world.send("myparcel", checked=False)
        self.shipment = {key: value for key, value in world.shipments()[0].items() if not key.startswith("_")}
        site = world.sandbox.state("wix", "es")
        self.kept = json.dumps([site["orders"], site["fulfillments"]])

    def start(self, packed, split):
        site = self.world.sandbox.state("wix", "es")
        site["orders"], site["fulfillments"] = json.loads(self.kept)
        self.world.sandbox.sandbox.faults.clear()
        pieces = packed and [[{"id": line(place), "quantity": units} for place, units in collo.items()] for collo in packed]
        with self.world.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "TRUNCATE export.tracking; DELETE FROM export.ledger WHERE role = 'fulfillment'; DELETE FROM export.holds"
            )
            connection.exec_driver_sql(
                "UPDATE export.ledger SET remote_state = NULL, basis = CAST(%s AS jsonb) WHERE role = 'shipment'",
                (json.dumps({"pieces": pieces}) if pieces else None,),
            )
        settings = self.world.config.store("es")
        self.config = self.world.config.model_copy(
            update={"stores": {"es": settings.model_copy(update={"tracking": settings.tracking.model_copy(update={"split_lines": split})})}}
        )

    def act(self, what, how):
        with open_shop("es", "p", config=self.config, database=self.world.database) as shop:
            if what == "answer":
                track.saved(shop, self.answers(how))
            elif what == "tell":
                if how:
                    self.world.sandbox.arm(how, service="wix", path="create-fulfillment$")
                with contextlib.suppress(OrderSyncError):  # Airflow runs it again
                    track.tell_wix(shop)
                self.world.sandbox.sandbox.faults.clear()
            else:
                shop.database.run("tracking/ages", store="es", late_days=7, lost_days=21)

    def answers(self, told):
        """Shipments as MyParcel would show them, one after the other: nobody promises that they come in order."""
        found, base = [], self.shipment["id"]
        for who, status, numbered in told:
            number = f"3SEXMP{who.replace(' ', '')}001" if numbered else ""
            if who == "main":
                found.append(self.shipment | {"status": status, "barcode": number, "secondary_shipments": []})
            elif who == "extra":
                found.append(self.shipment | {"id": base + 50, "status": status, "barcode": number})
            else:
                child = {
                    "id": base + (1 if who == "child" else 2),
                    "status": status,
                    "barcode": number,
                    "multi_collo_main_shipment_id": base,
                }
                found.append(self.shipment | {"status": 2, "barcode": "3SEXMPmain001", "secondary_shipments": [child]})
        return found

    def seen(self):
        with self.world.database.engine.begin() as connection:
            rows = connection.exec_driver_sql("SELECT shipment_id, status, progress, barcode, final, lines FROM export.tracking").mappings()
            return {row["shipment_id"]: dict(row) for row in rows}


def never_backwards(before, after):
    for key, old in before.items():
        new = after[key]
        assert new["progress"] >= old["progress"] and progress(new["status"]) >= min(progress(old["status"]), new["progress"])
        assert not (old["final"] and (new["status"] != old["status"] or not new["final"])), "an end is an end"
        assert old["barcode"] in (None, new["barcode"]), "a number stays"


def test_one_fulfilment_per_parcel_whatever_comes(world):
    play = Play(world)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ACT, min_size=2, max_size=9), PACKED, st.booleans())
    def whatever(acts, packed, split):
        play.start(packed, split)
        before = {}
        for what, how in acts:
            play.act(what, how)
            after = play.seen()
            never_backwards(before, after)
            before = after
        for _ in range(3):  # the hours after it, when nothing fails any more
            play.act("tell", "")
        _at_the_end(play)

    whatever()


def _at_the_end(play):
    made = play.world.fulfillments()
    numbers = [one["trackingInfo"]["trackingNumber"] for one in made]
    assert len(numbers) == len(set(numbers))
    units = {}
    for one in made:
        assert one["lineItems"]
        for row in one["lineItems"]:
            units[row["id"]] = units.get(row["id"], 0) + row["quantity"]
    assert all(count <= ORDERED[int(key[-12:])] for key, count in units.items())
    parcels = play.seen().values()
    assert set(numbers) <= {parcel["barcode"] for parcel in parcels}
    due = {parcel["barcode"] for parcel in parcels if parcel["barcode"] and parcel["lines"] and parcel["progress"] < 9}
    assert due <= set(numbers), "each parcel with a number and lines is told, nothing is left open"
