"""Fixtures of whole flows."""

import pytest


@pytest.fixture
def world(sandbox, connections, database, tmp_path):
    """A sandbox, an orders database and the sample configuration without waiting."""
    from shop_world import World, quick_config

    return World(sandbox, database, quick_config(tmp_path / "config"))
