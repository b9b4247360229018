"""Drafts of past orders: little by little, after the hour's own work, by rules of their own."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from history_world import MAY, SERIES, known, own_series, past_order, taken, with_history
from order_sync.errors import RetryLater, SettingsError
from order_sync.settings.booking import ClosedPeriod
from order_sync.steps import checks, history_drafts, holded_send
from order_sync.steps.outcome import Outcome
from order_sync.steps.shop import open_shop
from order_sync.store import history
from shop_world import wix_order


@pytest.fixture
def past(world):
    """Five past orders that wait for their drafts, and products that they would take from the stock."""
    world.stock("es")
    own_series(world)
    world.config = with_history(world.config, series=SERIES, documents_per_hour=2, reserve=0)
    world.sell("es", *(past_order(str(1000 + n), MAY[0] + timedelta(days=n)) for n in range(5)))
    with open_shop("es", "first", config=world.config, database=world.database) as shop:
        from order_sync.steps.ingest import refresh_master

        refresh_master(shop)
    taken(world, MAY, "draft")
    return world


def sender(world, run="s1"):
    """One run of the sender, as its tasks do it."""
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        checks.before_send(shop, "holded")
        decided = history_drafts.decide(shop)
        outcome = holded_send.send(shop)
        outcome.include(history_drafts.send(shop, decided))
        checks.after_send(shop, "holded", sorted(outcome.touched))
        return outcome


def test_the_oldest_first_and_so_many_an_hour(past):
    assert set(known(past).values()) == {("ignore", "HISTORY")}
    assert sender(past).counts["past_documents"] == 2 or len(past.documents()) == 2
    assert known(past)["1000"] == known(past)["1001"] == ("send", None) and known(past)["1002"] == ("ignore", "HISTORY")
    for run in ("s2", "s3", "s4"):
        sender(past, run)
    assert len(past.documents()) == 5 and history.waiting(past.database, "es") == 0
    assert past.held() == {}


def test_a_draft_of_the_past_is_a_draft_in_its_own_series_and_moves_no_stock(past):
    before = stock(past)
    sender(past)
    assert len(past.documents()) == 2
    for document in past.documents():
        assert document["draft"] is True and document["series"] == SERIES["receipt"]
        assert document["moved"] == [] and document["payments"] == [], "the goods left years ago, and were paid for"
    assert stock(past) == before and past.shipments() == []


def stock(world):
    """Pieces by product."""
    return {key: copy.deepcopy(product["stock"]) for key, product in world.sandbox.state("holded", "es")["products"].items()}


def test_the_work_of_the_hour_goes_first(past):
    past.sell("es", wix_order("2001"))
    past.ingest()
    sender(past)
    numbers = [row["order_number"] for row in made_in_order(past)]
    assert numbers[0] == "2001" and sorted(numbers[1:]) == ["1000", "1001"]


def test_a_live_order_with_the_number_of_a_past_one_is_not_sent_by_the_settings_of_the_past(past):
    past.sell("es", wix_order("2001"))
    past.ingest()
    with past.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET order_number = '1000' WHERE order_number = '2001'")
    with open_shop("es", "s1", config=past.config, database=past.database) as shop:
        history_drafts.send(shop, history_drafts.decide(shop))
    assert sorted(row["order_number"] for row in made_in_order(past)) == ["1000", "1001"], "the live one waits for its own run"
    assert {document["series"] for document in past.documents()} == {SERIES["receipt"]}


def made_in_order(world):
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT order_number FROM export.ledger WHERE role = 'document' AND state = 'sent' ORDER BY sent_at"
        )
        return [dict(row) for row in rows.mappings()]


def test_without_series_of_their_own_nothing_is_drafted(world):
    world.sell("es", past_order("1001", MAY[0]))
    with pytest.raises(SettingsError, match="receipt"):
        taken(world, MAY, "draft")


def test_a_closed_day_gets_no_draft_and_no_hold(past):
    settings = past.config.stores["es"]
    closed = settings.holded.model_copy(update={"closed_period": ClosedPeriod(until=(MAY[0] + timedelta(days=1)).date(), documents="move")})
    past.config = past.config.model_copy(update={"stores": past.config.stores | {"es": settings.model_copy(update={"holded": closed})}})
    for run in ("s1", "s2", "s3"):
        sender(past, run)
    assert {number for number, verdict in known(past).items() if verdict == ("ignore", "HISTORY")} == {"1000", "1001"}
    assert len(past.documents()) == 3 and past.held() == {}


def test_the_reserve_is_left_alone(past, monkeypatch):
    monkeypatch.setattr(history_drafts, "known_left", lambda shop: 60)
    past.config = with_history(past.config, reserve=60)
    assert sender(past).counts == Outcome().counts and past.documents() == []
    past.config = with_history(past.config, reserve=0)  # holded.quota.reserve still keeps 50
    sender(past, "s2")
    assert len(past.documents()) == 2


@pytest.mark.parametrize("dies_in", ["build", "publish", "history.made", "holded_send.send"])
def test_killed_anywhere_no_draft_is_lost_or_doubled(past, monkeypatch, dies_in):
    place, _, name = dies_in.rpartition(".")
    holder = getattr(history_drafts, place) if place else history_drafts
    real = getattr(holder, name)

    def dying(*arguments, **named):
        if name != "send" or named.get("wix_order_ids"):
            raise KeyboardInterrupt
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(holder, name, dying)
        with pytest.raises(KeyboardInterrupt):
            sender(past)
    for run in ("s2", "s3", "s4"):
        sender(past, run)
    assert sorted(row["order_number"] for row in made_in_order(past)) == ["1000", "1001", "1002", "1003", "1004"]
    assert len(past.documents()) == 5


def test_a_wix_that_does_not_answer_leaves_the_work_of_the_hour_done(past, monkeypatch):
    def silent(*_):
        raise RetryLater("it does not answer", where="Wix", cure="Later.")

    past.sell("es", wix_order("2001"))
    past.ingest()
    with monkeypatch.context() as patch:
        patch.setattr(history_drafts, "land_transactions", silent)
        assert sender(past).touched, "the hour's own order, which is checked after sending"
    assert len(past.documents()) == 1
    sender(past, "s2")
    assert len(past.documents()) == 3


def test_drafts_can_be_wanted_later(world):
    world.stock("es")
    world.config = with_history(world.config, series=SERIES)
    world.sell("es", past_order("1001", MAY[0]))
    assert taken(world, MAY)["taken"] == 1 and history.waiting(world.database, "es") == 0
    assert taken(world, MAY, "draft", run="again")["taken"] == 1 and history.waiting(world.database, "es") == 1
    assert taken(world, MAY, run="third")["taken"] == 0 and history.waiting(world.database, "es") == 1


def cut_by_quota(past, monkeypatch, after):
    """One run in whose middle the account has no calls left above history.reserve: two are decided about, and one is made."""
    from order_sync.steps import quota

    real, made = quota.Purse.allows, []

    def short(self, work, intent):
        begins = self.shop.past and intent.role == "document" and intent.state == "pending"
        if begins and len(made) >= after:
            self.waiting.add(work.document.wix_order_id)
            return False
        allowed = real(self, work, intent)
        made.extend([intent] if begins and allowed else [])
        return allowed

    with monkeypatch.context() as patch:
        patch.setattr(quota.Purse, "allows", short)
        return sender(past)


def allowance(past, limit):
    """The account's calls of the month, whatever Holded tells: those that were made, and so many more."""
    settings = past.config.stores["es"]
    used = past.database.rows("quota/list")[0]["used"] if past.database.rows("quota/list") else 0
    quota = settings.holded.quota.model_copy(update={"monthly_limit": int(used) + limit, "reserve": 0})
    holded = settings.holded.model_copy(update={"quota": quota, "closed_period": settings.holded.closed_period})
    past.config = past.config.model_copy(update={"stores": past.config.stores | {"es": settings.model_copy(update={"holded": holded})}})


def test_drafts_cut_off_by_quota_keep_the_terms_of_history_in_the_hours_after(past, monkeypatch):
    assert cut_by_quota(past, monkeypatch, after=1).counts["past_waiting_for_calls"] == 1
    assert len(past.documents()) == 1
    allowance(past, 150)
    past.config = with_history(past.config, reserve=200)
    past.sell("es", wix_order("2001"))
    past.ingest(run="hour")
    with open_shop("es", "hour", config=past.config, database=past.database) as shop:
        checks.before_send(shop, "holded")
        holded_send.send(shop)
    assert sorted(row["order_number"] for row in made_in_order(past)) == ["1000", "2001"], (
        "below history.reserve the hour sends its own alone"
    )
    assert sender(past, "s2").counts["past_waiting_for_calls"] == 1 and len(past.documents()) == 2
    assert past.database.rows("quota/list")[0]["left"] > 100, "and it does not spend them otherwise"
    past.config = with_history(past.config, reserve=0)
    for run in ("s3", "s4", "s5"):
        sender(past, run)
    drafts = {document["id"]: document for document in past.documents() if document["draft"]}
    assert len(drafts) == 5 and len(past.documents()) == 6
    assert {document["series"] for document in drafts.values()} == {SERIES["receipt"]}
    assert all(document["moved"] == [] and document["payments"] == [] for document in drafts.values())
    assert past.held() == {}


def test_a_past_order_that_a_person_names_goes_by_the_terms_of_history(past, monkeypatch):
    from order_sync.steps import flow

    cut_by_quota(past, monkeypatch, after=1)
    monkeypatch.setattr(flow, "open_shop", lambda store, run: open_shop(store, run, config=past.config, database=past.database))
    told = flow.send("es", "holded", {"run_id": "manual", "params": {"order_numbers": ["1001"]}})
    assert told["counts"]["past_receipts"] == 1 and len(past.documents()) == 2
    assert all(document["draft"] and document["series"] == SERIES["receipt"] for document in past.documents())


def test_a_lack_for_drafts_of_the_past_is_not_told_as_the_month_s(past):
    sender(past)
    allowance(past, 10)
    past.config = with_history(past.config, reserve=5)
    for run in ("s2", "s3"):
        sender(past, run)
    assert past.database.one("quota/tell", account=account(past), connection="holded_es") is not None, (
        "the first lack of live orders is red"
    )


def account(past):
    with open_shop("es", "look", config=past.config, database=past.database) as shop:
        return shop.holded().account_key


def test_deciding_asks_nothing_of_holded_and_sending_nothing_of_wix(past):
    with open_shop("es", "s1", config=past.config, database=past.database) as shop:
        before = len(past.sandbox.calls)
        decided = history_drafts.decide(shop)
        middle = len(past.sandbox.calls)
        history_drafts.send(shop, decided)
    assert {call["service"] for call in past.sandbox.calls[before:middle]} == {"wix"}
    assert {call["service"] for call in past.sandbox.calls[middle:]} == {"holded"} and len(past.documents()) == 2
