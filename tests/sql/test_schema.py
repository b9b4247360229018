"""The tables in the database are the tables of contracts/."""

import pytest
from order_sync.contracts.acts import ACTS
from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.money import PAYMENTS, REFUNDS
from order_sync.contracts.staging import LINES, ORDERS


@pytest.mark.parametrize("table", [ORDERS, LINES, DECISIONS, ACTS, PAYMENTS, REFUNDS], ids=lambda table: table.name)
def test_contract_and_schema_name_the_same_columns_in_the_same_order(database, table):
    with database.engine.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT column_name FROM information_schema.columns WHERE table_schema || '.' || table_name = %s ORDER BY ordinal_position",
            (table.name,),
        ).scalars()
        assert tuple(names) == table.names
