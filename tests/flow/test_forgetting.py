"""Personal data leaves: after its days, or because a person asks for it; and nothing of it is found anywhere afterwards."""

from __future__ import annotations

import copy
import io
from datetime import timedelta

import pytest
from marked_orders import EMAIL, WORDS, database_texts, in_database, in_files, marked
from order_sync.steps import retention
from order_sync.steps.erase import erase, lift
from order_sync.steps.reporting import coverage
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from sandbox.myparcel import advance
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order


@pytest.fixture
def home(monkeypatch, tmp_path):
    """Where files of labels go."""
    monkeypatch.setattr("airflow.configuration.AIRFLOW_HOME", str(tmp_path / "airflow"))
    return tmp_path / "airflow"


def shop(world, store="es"):
    return open_shop(store, "upkeep", config=world.config, database=world.database)


def done(world, *orders):
    """The orders booked, shipped, told to Wix and delivered."""
    world.stock()
    world.sell("es", *orders)
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    world.label()
    world.track()
    advance(world.sandbox.sandbox, "es", to="delivered")
    world.track(run="delivered")


def age(world, days):
    """As if everything had been done so many days ago."""
    with world.database.engine.begin() as connection:
        for column in ("updated_at", "published_at", "created_at"):
            connection.exec_driver_sql(f"UPDATE core.orders SET {column} = {column} - make_interval(days => %s)", (days,))
        connection.exec_driver_sql("UPDATE staging.batches SET created_at = created_at - make_interval(days => %s)", (days,))
        connection.exec_driver_sql("UPDATE export.contacts SET changed_at = changed_at - make_interval(days => %s)", (days,))


def test_a_finished_order_is_forgotten_after_its_days_and_its_amounts_stay(world, home):
    done(world, marked("10001"), marked("10002", company=True, minute=6))
    before = coverage(world.database)["es"]
    assert len(in_database(world.database)) > 30
    age(world, 400)
    with shop(world) as opened:
        assert retention.sweep(opened)["batches"] >= 1
        assert retention.forget(opened) == {"forgotten": 2, "waiting": 0}
    assert in_database(world.database) == {}
    assert coverage(world.database)["es"] == before
    rows = world.database.rows("reports/documents", store="es")
    assert rows


def test_work_that_is_still_to_be_done_keeps_what_it_needs_until_it_is_done(world, home):
    world.stock()
    world.sell("es", marked("10001"), marked("10002", minute=6, lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    age(world, 400)
    with shop(world) as opened:
        assert retention.forget(opened) == {"forgotten": 0, "waiting": 2}
        whys = {row["number"]: row["why"] for row in world.database.rows("retention/waiting", store="es", days=180)}
        assert whys == {"10001": "the parcel was not delivered yet", "10002": "hold UNKNOWN_SKU"}
        assert set(WORDS) - {"tracking", "author", "vat", "company"} <= set().union(*in_database(world.database).values())
    world.label()
    advance(world.sandbox.sandbox, "es", to="delivered")
    world.track(run="later")
    with shop(world) as opened:
        assert retention.forget(opened)["forgotten"] == 1


def test_erased_orders_are_gone_from_everywhere_and_the_others_stay(world, home):
    other = marked("10003", minute=7)
    other["buyerInfo"]["email"] = "other@example.com"
    done(world, marked("10001"), marked("10002", company=True, minute=6), other)
    with shop(world) as opened:
        told = erase(opened, email=EMAIL.upper(), by="anna")
        assert [(row["order_number"], row["verdict"]) for row in told["orders"]] == [("10001", "erased"), ("10002", "erased")]
        assert "email" not in str(in_database(world.database))
        told = erase(opened, numbers=["10003"], by="anna")
        assert [row["verdict"] for row in told["orders"]] == ["erased"]
    assert in_database(world.database) == {}
    rows = world.database.rows("retention/orders_of_ids", store="es", wix_order_ids=[])
    assert rows == []


def test_an_older_version_of_an_erased_order_goes_too_from_a_chunk_that_others_share(world, home):
    done(world, marked("10001"), wix_order("10002", minute=6))
    world.sell("es", marked("10001", minute=30, fulfillmentStatus="FULFILLED", archived=True))
    world.ingest(run="r2")
    with shop(world) as opened:
        erase(opened, numbers=["10001"], by="anna")
    assert in_database(world.database) == {}
    assert any("Ejemplo" in text for place, text in database_texts(world.database) if place == "core.raw_chunks.body"), (
        "the other order is whole"
    )


def test_an_erased_order_does_not_come_back_silently(world, home):
    first = marked("10001")
    done(world, first)
    with shop(world) as opened:
        erase(opened, email=EMAIL, by="anna")
    again = copy.deepcopy(first)
    world.sell("es", again)
    world.ingest(run="same")
    assert in_database(world.database) == {} and world.held() == {}
    world.sell("es", marked("10001", minute=40, paymentStatus="FULLY_REFUNDED"), marked("10000", minute=2))
    world.ingest(run="changed", window=Window(HOUR, HOUR + timedelta(hours=1)))
    assert in_database(world.database) == {}
    assert world.held() == {"10001": "DATA_ERASED"}
    row = world.database.one("orders/by_number", store="es", number="10001")
    assert row["payment_status"] == "FULLY_REFUNDED"
    found = coverage(world.database)["es"]
    assert (found["wix"], found["ignored"], found["unexplained"]) == (2, 1, 0), (
        "an older order of the same e-mail is known by its amounts alone"
    )
    with shop(world) as opened:
        assert lift(opened, email=EMAIL, numbers=["10001", "10000"], by="anna") == 2
    world.ingest(run="lifted", window=Window(None, None, ("10001",)))
    assert "core.raw_chunks.body" in in_database(world.database)


def test_a_forgotten_order_that_changes_is_whole_again_and_its_refund_is_booked(world, home):
    done(world, marked("10002", company=True))
    age(world, 400)
    with shop(world) as opened:
        retention.forget(opened)
        retention.sweep(opened)
    made = len(world.documents())
    refund(Site(world.sandbox.sandbox, "es"), "10002", at=HOUR + timedelta(minutes=50), lines={"00000000-0000-0000-0000-000000000001": 1})
    world.ingest(run="refund")
    world.send("holded", run="refund")
    assert len(world.documents()) == made + 1 and world.held() == {}
    assert "core.raw_chunks.body" in in_database(world.database), "it is an order under way again"


def test_nothing_is_published_from_a_payload_that_is_forgotten(world, home):
    done(world, marked("10002", company=True))
    age(world, 400)
    with shop(world) as opened:
        retention.forget(opened)
        from order_sync.steps.ingest import rebuild
        from order_sync.steps.reporting import digest

        before = digest(world.database)
        [row] = world.database.rows("orders/by_number", store="es", number="10002")
        assert rebuild(opened, [row["wix_order_id"]]) == {}
    assert digest(world.database) == before and world.held() == {}


def test_files_of_labels_go_with_an_erased_order(world, home):
    from order_sync.steps.label_ask import ask
    from order_sync.steps.labels import print_labels

    world.stock()
    world.sell("es", marked("10001"))
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    with shop(world) as opened:
        found = print_labels(opened, ask(opened.settings.myparcel.labels, {}))
        assert found["labels"] == 1 and in_files(home), "the words are in the file"
    world.track()
    advance(world.sandbox.sandbox, "es", to="delivered")
    world.track(run="delivered")
    with shop(world) as opened:
        erase(opened, numbers=["10001"], by="anna")
    assert in_files(home) == {} and not list(home.rglob("*.pdf"))


def test_a_person_who_names_a_forgotten_order_takes_it_anew_and_nobody_else_does(world, home):
    done(world, marked("10001"))
    age(world, 400)
    with shop(world) as opened:
        retention.forget(opened)
        retention.sweep(opened)
    world.ingest(run="the same window again")
    assert in_database(world.database) == {}
    world.ingest(run="named", window=Window(None, None, ("10001",)))
    assert "core.raw_chunks.body" in in_database(world.database) and len(world.documents()) == 1 and world.held() == {}


def test_what_stays_of_an_order_can_be_read_and_has_its_lines_and_totals(world, home):
    import msgspec
    from order_sync.mapping import redaction
    from order_sync.mapping.wix_order import rows
    from order_sync.mapping.wix_pages import raw_order

    for order in (marked("10001"), marked("10002", company=True)):
        raw = msgspec.json.encode(order)
        kept = redaction.payload(raw)
        before, after = (rows(each, raw_order(each).digest) for each in (raw, kept))
        without = [[value for place, value in enumerate(line) if place != 5] for line in before.lines]
        assert [[value for place, value in enumerate(line) if place != 5] for line in after.lines] == without, "all but the buyer's words"
        assert not after.malformed and redaction.payload(kept) == kept
    for broken in (b"[1]", b"nonsense", b"\xff"):
        assert redaction.payload(broken, "key") == b'{"id":"key"}'


def test_the_command_line_erases_after_a_confirmation_and_says_what_waits(world, home, cli, monkeypatch):
    done(world, marked("10001"))
    world.sell("es", marked("10002", minute=8, lines=(("NO-SUCH", 1, 1000),)))
    world.ingest(run="second")
    words = ("erase", "es", "--order", "10001", "--order", "10002", "--json")
    assert [row["verdict"] for row in cli(*words, "--dry-run").json["orders"]] == ["erased", "waits"]
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert cli(*words).code == 1 and in_database(world.database), "nobody has confirmed"
    found = cli(*words, "--yes").json
    assert [(row["verdict"], row["because"]) for row in found["orders"]] == [("erased", ""), ("waits", "hold UNKNOWN_SKU")]
    kept = world.database.engine.connect().exec_driver_sql("SELECT asked_by, email_digest, orders FROM core.erasures").one()
    assert kept.orders == 2 and kept.email_digest is None and kept.asked_by
    assert cli("erase", "es", "--order", "99999", "--yes").code == 2
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.holds SET closed_at = now(), closed_as = 'ignored' WHERE closed_at IS NULL")
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'withdrawn' WHERE state = 'pending'")
    with shop(world) as opened:
        assert retention.forget(opened)["forgotten"] == 1, "what waited is erased by the nightly run, however young"
    assert in_database(world.database) == {}
    assert cli("erase", "es", "--order", "10001", "--lift", "--json").json == {"lifted": 1}
