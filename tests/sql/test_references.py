"""Our own references are gapless per store and series, whoever publishes at the same time, and go on over the turn of the year."""

from __future__ import annotations

import random
from functools import partial
from threading import Thread

import pandas as pd
from frames import line, order, staged
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.numbering import allocate
from order_sync.settings import PROJECT_ROOT, load_config
from order_sync.store import publishing
from order_sync.store.database import Database

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
NL = CONFIG.store("nl")
NOTHING = pd.DataFrame(columns=["product_id", "variant_id", "sku", "name"], dtype="str")
PLAIN = NL.model_copy(update={"holded": NL.holded.model_copy(update={"unknown_sku": "plain"})})


def stage(database: Database, batch_id: str, days: list[str], store: str = "nl") -> None:
    """A checked batch of one sales order per day."""
    made = []
    for day in days:
        head = order(
            batch_id=batch_id,
            store=store,
            ship_country="NL",
            purchased_at=f"{day}T12:00:00Z",
            created_at=f"{day}T12:00:00Z",
            buyer_language="nl",
        )
        made.append((head, [line(head)]))
    orders, lines = staged(*made)
    with database.begin() as tx:
        tx.run("staging/open_batch", batch_id=batch_id, store=store, window_start=None, window_end=None)
        for table, frame in ((ORDERS, orders), (LINES, lines)):
            plain = frame.astype(object).where(frame.notna(), None)
            tx.copy(table.name, table.names, plain.itertuples(index=False, name=None))
        publishing.write_decisions(tx, decide_documents(orders, lines, NOTHING, PLAIN, CONFIG))
        tx.run("publish/batch_state", batch_id=batch_id, state="checked")


def publish(database: Database, batch_id: str) -> None:
    publishing.publish(database, batch_id, partial(number, NL.holded.reference))


def number(reference, orders: pd.DataFrame, last: int) -> pd.DataFrame:
    return allocate(orders.assign(year=pd.to_datetime(orders["doc_date"]).dt.year), last, reference.format, reference.prefix)


def given_numbers(database: Database, store: str = "nl") -> list[tuple[int, str]]:
    with database.engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.exec_driver_sql("SELECT seq, number FROM export.numbers WHERE store = %s ORDER BY seq", (store,))
        ]


def test_the_sequence_goes_on_over_the_turn_of_the_year(database):
    stage(database, "nl/1", ["2025-12-30", "2025-12-31", "2026-01-01"])
    publish(database, "nl/1")
    publish(database, "nl/1")  # once more: the same orders keep their numbers
    stage(database, "nl/2", ["2026-01-02"])
    publish(database, "nl/2")
    assert [found for _, found in given_numbers(database)] == ["NL2025-000001", "NL2025-000002", "NL2026-000003", "NL2026-000004"]


@trials(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5), chance=st.integers(0, 2**16))
def test_workers_that_publish_at_the_same_time_leave_no_gap(database, postgres, sizes, chance):
    before = len(given_numbers(database))
    batches = {
        f"nl/{chance}-{before}-{place}": [f"2026-01-{1 + (place + day) % 28:02}" for day in range(size)] for place, size in enumerate(sizes)
    }
    for batch_id, days in batches.items():
        stage(database, batch_id, days)
    twice = [*batches, *batches]  # a cleared task publishes its batch again, perhaps beside another
    random.Random(chance).shuffle(twice)

    def work(batch_id: str) -> None:
        own = Database(postgres.url("orders_test"))
        try:
            publish(own, batch_id)
        finally:
            own.close()

    threads = [Thread(target=work, args=(batch_id,)) for batch_id in twice]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = given_numbers(database)
    assert [seq for seq, _ in found] == list(range(1, before + sum(sizes) + 1))
    assert len({written for _, written in found}) == len(found)
