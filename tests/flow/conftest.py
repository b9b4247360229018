"""Fixtures of the flows: one Wix site of the sandbox and the hook to it."""

from __future__ import annotations

import pytest


@pytest.fixture
def wix_site(sandbox, connections):
    """The Spanish site, as an object to fill."""
    from sandbox.wix.site import Site

    return Site(sandbox.sandbox, "es")


@pytest.fixture
def wix_hook(wix_site):
    """The hook to it."""
    from order_sync.hooks.wix import WixHook

    made = WixHook("wix_es")
    yield made
    made.client.close()


@pytest.fixture
def world(sandbox, connections, database, tmp_path):
    """A sandbox, an orders database and the sample configuration without waiting."""
    from shop_world import World, quick_config

    yield World(sandbox, database, quick_config(tmp_path / "config"))
    from order_sync.steps.reporting import coverage

    # whatever a flow did: what was counted step by step is what a count from scratch says
    assert coverage(database) == coverage(database, from_scratch=True)


@pytest.fixture
def days_of_the_shop(monkeypatch):
    """Today is the week in which the shop's orders are placed (HOUR): for what looks at the last days, whenever the tests run."""
    from datetime import timedelta

    from order_sync.steps.shop import Shop
    from shop_world import HOUR

    monkeypatch.setattr(Shop, "today", lambda shop: (HOUR + timedelta(days=6)).date())


@pytest.fixture
def cli(world, monkeypatch, capsys):
    """``cli("coverage", "--json")``: order-sync with the world's configuration, database and remotes."""
    from cli_world import orders_db, runner

    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    monkeypatch.setenv("COLUMNS", "240")
    return runner(monkeypatch, capsys)


@pytest.fixture
def mail(monkeypatch):
    """A mail server on loopback, and the connection to it."""
    from channels import MailServer

    with MailServer() as server:
        monkeypatch.setenv("AIRFLOW_CONN_MAIL_ES", server.connection)
        yield server


@pytest.fixture
def hook(monkeypatch):
    """A receiver of webhooks on loopback, and the connection to it."""
    from channels import Receiver

    with Receiver() as receiver:
        monkeypatch.setenv("AIRFLOW_CONN_CHAT_ES", receiver.connection)
        yield receiver


@pytest.fixture
def told(world, mail, hook):
    """The world with both channels."""
    from alerts_world import settle

    wanted = {"mail": {"connection": "mail_es", "to": ["desk@example.com", "boss@example.com"]}, "webhook": {"connection": "chat_es"}}
    settle(world, **wanted)
    return world


@pytest.fixture(scope="module")
def published(postgres, _template, tmp_path_factory):
    """The published orders of fault_world in a world that the module shares."""
    import fault_world
    from moments import shared_world

    with shared_world(postgres, tmp_path_factory.mktemp("faults"), "orders_faults") as world:
        yield fault_world.published(world, postgres, "orders_faults")


@pytest.fixture
def shop(published):
    """That world, as at the start: nothing sent, no fault armed."""
    published.restore()
    kept = published.world.config
    yield published.world
    published.world.config = kept
    assert not published.world.sandbox.violations
