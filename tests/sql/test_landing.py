"""Landing on a real PostgreSQL: what is staged, what stops, what a second try leaves."""

import json
from datetime import UTC, datetime

import pytest
from order_sync.contracts.staging import ORDERS
from order_sync.mapping.wix_pages import unpack
from order_sync.steps.landing import Landed, land, stored_order
from wix_order_samples import MISSING, changed, order, published, raw

WINDOW = (datetime(2026, 1, 12, 9, tzinfo=UTC), datetime(2026, 1, 12, 10, tzinfo=UTC))
FIRST, SECOND, THIRD = (f"6f2c6d0a-2c0e-4a51-9f0e-00000000000{number}" for number in (1, 2, 3))


def version(key: str, minute: int = 0, **changes) -> bytes:
    return raw(order(id=key, updatedDate=f"2026-01-12T09:{minute:02}:00.000Z", **changes))


def table(database, name: str, order_by: str) -> list[dict]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {order_by}").mappings()]


def staged(database, batch_id: str) -> dict[str, dict]:
    return {row["wix_order_id"]: row for row in table(database, "staging.orders", "wix_order_id") if row["batch_id"] == batch_id}


def snapshot(database) -> dict:
    """Everything that landing writes, without the serial numbers and clocks that a new try may change."""
    orders = [{**row, "chunk_id": None} for row in table(database, "staging.orders", "batch_id, wix_order_id")]
    batches = [{**row, "created_at": None} for row in table(database, "staging.batches", "batch_id")]
    chunks = [(row["batch_id"], row["orders"], row["body"]) for row in table(database, "core.raw_chunks", "chunk_id")]
    return {
        "orders": orders,
        "lines": table(database, "staging.lines", "batch_id, wix_order_id, line_no"),
        "batches": batches,
        "chunks": chunks,
    }


def publish(database, batch_id: str) -> None:
    """What publishing does for landing: the batch's orders stand in core with their hash and place."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            """INSERT INTO core.orders (store, wix_order_id, number, updated_at, payload_hash, chunk_id, chunk_index, batch_id)
               SELECT store, wix_order_id, number, updated_at, payload_hash, chunk_id, chunk_index, batch_id
               FROM staging.orders WHERE batch_id = %s
               ON CONFLICT (store, wix_order_id) DO UPDATE SET updated_at = EXCLUDED.updated_at, payload_hash = EXCLUDED.payload_hash,
                   chunk_id = EXCLUDED.chunk_id, chunk_index = EXCLUDED.chunk_index, batch_id = EXCLUDED.batch_id""",
            (batch_id,),
        )
        connection.exec_driver_sql("UPDATE staging.batches SET state = 'published' WHERE batch_id = %s", (batch_id,))


def test_pages_become_rows_lines_and_chunks(database):
    landed = land(database, [[version(FIRST), version(SECOND)], [version(THIRD)]], "es/1", "es", WINDOW)
    assert landed == Landed(seen=3, changed=3, rebuilt=0, malformed=0)
    rows = staged(database, "es/1")
    assert list(rows) == [FIRST, SECOND, THIRD] and tuple(rows[FIRST]) == ORDERS.names
    assert {(row["store"], row["total_minor"], row["buyer_note"]) for row in rows.values()} == {("es", 3845, "bel aan")}
    assert [
        (line["wix_order_id"], line["line_no"], line["kind"]) for line in table(database, "staging.lines", "wix_order_id, line_no")
    ] == [(key, place, kind) for key in (FIRST, SECOND, THIRD) for place, kind in enumerate(("item", "shipping", "fee"))]
    (batch,) = table(database, "staging.batches", "batch_id")
    assert (batch["state"], batch["seen"], batch["changed"], batch["window_start"], batch["window_end"]) == ("landed", 3, 3, *WINDOW)
    chunks = {chunk["chunk_id"]: chunk for chunk in table(database, "core.raw_chunks", "chunk_id")}
    assert [(chunk["store"], chunk["batch_id"], chunk["orders"]) for chunk in chunks.values()] == [("es", "es/1", 2), ("es", "es/1", 1)]
    for key, row in rows.items():
        assert unpack(chunks[row["chunk_id"]]["body"])[row["chunk_index"]] == version(key)


def test_the_same_batch_again_leaves_the_same(database):
    pages = [[version(FIRST), version(SECOND)], [version(THIRD, lineItems=[])]]
    first = land(database, pages, "es/1", "es", WINDOW)
    before = snapshot(database)
    assert land(database, pages, "es/1", "es", WINDOW) == first
    assert snapshot(database) == before


def test_unchanged_orders_stop_here(database):
    land(database, [[version(FIRST), version(SECOND)]], "es/1", "es", WINDOW)
    publish(database, "es/1")
    landed = land(database, [[version(FIRST), version(SECOND, minute=1)]], "es/2", "es", WINDOW)
    assert landed == Landed(seen=2, changed=1, rebuilt=0, malformed=0)
    assert list(staged(database, "es/2")) == [SECOND]
    assert land(database, [[version(FIRST)]], "es/3", "es", WINDOW) == Landed(1, 0, 0, 0)
    assert [chunk["batch_id"] for chunk in table(database, "core.raw_chunks", "chunk_id")] == ["es/1", "es/2"]


def test_another_store_may_have_the_same_orders(database):
    land(database, [[version(FIRST)]], "es/1", "es", WINDOW)
    publish(database, "es/1")
    assert land(database, [[version(FIRST)]], "nl/1", "nl", WINDOW).changed == 1
    assert {row["store"] for row in table(database, "staging.orders", "store")} == {"es", "nl"}


def test_an_empty_window_lands_nothing(database):
    assert land(database, [], "es/1", "es", WINDOW) == Landed(0, 0, 0, 0)
    assert land(database, [[]], "es/1", "es", WINDOW) == Landed(0, 0, 0, 0)
    assert table(database, "staging.batches", "batch_id")[0]["state"] == "landed"


@pytest.mark.parametrize(
    "pages",
    [
        [[version(FIRST, 1), version(FIRST, 2)]],
        [[version(FIRST, 2), version(FIRST, 1)]],
        [[version(FIRST, 1)], [version(SECOND)], [version(FIRST, 2)]],
        [[version(FIRST, 2)], [version(SECOND)], [version(FIRST, 1)]],
        [[version(FIRST, 2), version(FIRST, 1)], [version(FIRST, 2)], [version(FIRST, 0)]],
    ],
)
def test_of_two_versions_in_a_batch_the_newer_stays(database, pages):
    landed = land(database, pages, "es/1", "es", WINDOW)
    rows = staged(database, "es/1")
    assert rows[FIRST]["updated_at"] == datetime(2026, 1, 12, 9, 2, tzinfo=UTC)
    assert (landed.seen, landed.changed) == (sum(map(len, pages)), len(rows))
    assert [line["line_no"] for line in table(database, "staging.lines", "wix_order_id, line_no") if line["wix_order_id"] == FIRST] == [
        0,
        1,
        2,
    ]
    chunk = {chunk["chunk_id"]: chunk for chunk in table(database, "core.raw_chunks", "chunk_id")}[rows[FIRST]["chunk_id"]]
    assert unpack(chunk["body"])[rows[FIRST]["chunk_index"]] == version(FIRST, 2)


def test_of_two_versions_as_old_as_each_other_the_last_read_stays(database):
    land(database, [[version(FIRST, status="APPROVED")], [version(FIRST, status="CANCELED")]], "es/1", "es", WINDOW)
    assert staged(database, "es/1")[FIRST]["status"] == "CANCELED"


def test_a_late_search_result_does_not_undo_a_newer_published_version(database):
    land(database, [[version(FIRST, 30)]], "es/1", "es", WINDOW)
    publish(database, "es/1")
    assert land(database, [[version(FIRST, 29)]], "es/2", "es", WINDOW) == Landed(1, 0, 0, 0)
    assert land(database, [[version(FIRST, 30, status="CANCELED")]], "es/3", "es", WINDOW).changed == 1  # not every write moves updatedDate


def test_a_malformed_order_stops_nothing(database):
    bad = raw(changed("lineItems[0].quantity", "two", order(id=SECOND)))
    nameless = raw(order(id=MISSING))
    landed = land(database, [[version(FIRST), bad, nameless, b"null"], [version(THIRD)]], "es/1", "es", WINDOW)
    assert landed == Landed(seen=5, changed=5, rebuilt=0, malformed=3)
    rows = staged(database, "es/1")
    assert (rows[SECOND]["malformed_field"], rows[SECOND]["number"], rows[SECOND]["total_minor"]) == (
        "lineItems[0].quantity",
        "10042",
        None,
    )
    assert {row["malformed_field"] for key, row in rows.items() if key.startswith("malformed-")} == {"id", "$"}
    assert {line["wix_order_id"] for line in table(database, "staging.lines", "wix_order_id")} == {FIRST, THIRD}
    publish(database, "es/1")
    assert land(database, [[version(FIRST), bad, nameless, b"null"]], "es/2", "es", WINDOW).changed == 0
    assert stored_order(database, "es", SECOND) == bad


def test_text_that_postgresql_cannot_hold_does_not_stop_the_page(database):
    payload = json.dumps(order(id=FIRST, buyerNote="a\x00b", customFields=[{"title": "Gift", "value": "\x00"}])).encode()
    assert land(database, [[payload]], "es/1", "es", WINDOW) == Landed(1, 1, 0, 0)
    assert staged(database, "es/1")[FIRST]["extra_fields"] == {"custom:Gift": "\ufffd"}


class Crash(Exception):
    pass


@pytest.mark.parametrize("after", [0, 1, 2, 3, 5])
def test_a_crash_between_pages_costs_only_a_second_try(database, after):
    pages = [[version(f"6f2c6d0a-0000-4000-8000-{page:04}{place:08}") for place in range(3)] for page in range(5)]

    def breaking():
        yield from pages[:after]
        raise Crash

    with pytest.raises(Crash):
        land(database, breaking(), "es/1", "es", WINDOW)
    (batch,) = table(database, "staging.batches", "batch_id")
    assert batch["state"] == "landing"
    assert land(database, pages, "es/1", "es", WINDOW) == Landed(15, 15, 0, 0)
    assert len(staged(database, "es/1")) == 15 and len(table(database, "core.raw_chunks", "chunk_id")) == 5


@pytest.mark.parametrize("keys", [(FIRST,), (FIRST, SECOND), (FIRST, SECOND, THIRD)])
def test_a_failing_store_fails_the_landing(database, keys):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE staging.lines ADD CHECK (quantity < 2)")
    with pytest.raises(Exception, match="lines_quantity_check"):
        land(database, [[version(key)] for key in keys], "es/1", "es", WINDOW)
    assert staged(database, "es/1") == {} and table(database, "staging.batches", "batch_id")[0]["state"] == "landing"


def test_a_second_try_after_publishing_keeps_the_published_payloads(database):
    land(database, [[version(FIRST)], [version(SECOND)]], "es/1", "es", WINDOW)
    publish(database, "es/1")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM core.orders WHERE wix_order_id = %s", (SECOND,))
    assert land(database, [[version(FIRST)], [version(SECOND)]], "es/1", "es", WINDOW) == Landed(2, 1, 0, 0)
    assert stored_order(database, "es", FIRST) == version(FIRST)
    assert len(table(database, "core.raw_chunks", "chunk_id")) == 2  # the one that core points to, and the new one


def test_held_orders_are_taken_up_again_from_their_payload(database):
    land(database, [[version(FIRST), version(SECOND)], [version(THIRD)]], "es/1", "es", WINDOW)
    publish(database, "es/1")
    before = staged(database, "es/1")
    landed = land(database, [[version(THIRD, 1)]], "es/2", "es", WINDOW, rebuild=[SECOND, THIRD, "unknown"])
    assert landed == Landed(seen=1, changed=1, rebuilt=1, malformed=0)
    rows = staged(database, "es/2")
    assert list(rows) == [SECOND, THIRD] and rows[SECOND] == {**before[SECOND], "batch_id": "es/2"}
    assert rows[THIRD]["updated_at"] == datetime(2026, 1, 12, 9, 1, tzinfo=UTC)  # what was read afresh wins
    assert table(database, "staging.batches", "batch_id")[1]["rebuilt"] == 1
    again = land(database, [[version(THIRD, 1)]], "es/2", "es", WINDOW, rebuild=[SECOND, THIRD])
    assert again == landed and staged(database, "es/2")[SECOND] == rows[SECOND]


def test_stored_order(database):
    land(database, [[version(FIRST), version(SECOND)]], "es/1", "es", WINDOW)
    assert stored_order(database, "es", FIRST) is None  # landed, not published
    publish(database, "es/1")
    assert stored_order(database, "es", SECOND) == version(SECOND)
    assert stored_order(database, "nl", SECOND) is None


def test_old_batches_are_cleaned_and_published_payloads_kept(database):
    for number, key in ((1, FIRST), (2, SECOND), (3, THIRD)):
        land(database, [[version(key)]], f"es/{number}", "es", WINDOW)
    land(database, [[version(FIRST)]], "nl/1", "nl", WINDOW)
    publish(database, "es/1")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE staging.batches SET created_at = now() - interval '8 days' WHERE batch_id IN ('es/1', 'es/2')")
        connection.exec_driver_sql("UPDATE staging.batches SET created_at = now() - interval '31 days' WHERE batch_id IN ('es/3', 'nl/1')")
    land(database, [], "es/4", "es", WINDOW)
    assert [batch["batch_id"] for batch in table(database, "staging.batches", "batch_id")] == [
        "es/1",  # its row stays: until its window all hours are landed
        "es/2",
        "es/4",
        "nl/1",
    ]
    assert {row["batch_id"] for name in ("staging.orders", "staging.lines") for row in table(database, name, "batch_id")} == {
        "es/2",
        "nl/1",
    }
    assert [chunk["batch_id"] for chunk in table(database, "core.raw_chunks", "chunk_id")] == ["es/1", "es/2", "nl/1"]
    assert stored_order(database, "es", FIRST) == version(FIRST)


def test_published_payloads_of_others_land_whole(database, shared):
    payloads = [raw(payload) for _, payload in published(shared)]
    landed = land(database, [payloads[:10], payloads[10:]], "es/1", "es", WINDOW)
    assert landed == Landed(seen=20, changed=15, rebuilt=0, malformed=1)
