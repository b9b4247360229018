"""Products that are made in Holded for unknown SKUs: one intent per account and SKU as it is compared, committed before the call."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from order_sync.store.database import Database, Row


def wanted(database: Database, batch_id: str) -> pd.DataFrame:
    """SKUs of the goods of a batch's approved orders: sku, name, shippable, quantity, net_minor, tax_rate_ppm, currency."""
    return database.frame("products/wanted", batch_id=batch_id)


@dataclass(frozen=True)
class NewProducts:
    """The intents of one account."""

    database: Database
    connection: str

    def known(self, keys: list[str], settle: float) -> dict[str, Row]:
        """State, remote_id and due (may be looked for or tried again now) by SKU key."""
        rows = self.database.rows("products/intents", connection=self.connection, keys=keys, settle=settle)
        return {row["sku_key"]: row for row in rows}

    def waiting(self, store: str) -> list[str]:
        """Wix order ids of the store that are held for a product which may be looked for or made now."""
        return [row["wix_order_id"] for row in self.database.rows("products/waiting", connection=self.connection, store=store)]

    def queue(self, key: str, sku: str, name: str, store: str) -> None:
        """It is made by the next run."""
        self.database.run("products/queue", connection=self.connection, sku_key=key, sku=sku, name=name, store=store)

    def intend(self, key: str, sku: str, name: str, store: str) -> None:
        """It is about to be made."""
        self.database.run("products/intend", connection=self.connection, sku_key=key, sku=sku, name=name, store=store)

    def looked(self, key: str) -> None:
        """The first look after a lost answer found nothing."""
        self.database.run("products/looked", connection=self.connection, sku_key=key)

    def sent(self, key: str, remote_id: str) -> None:
        """It is there; the account's cached products have it from now on."""
        with self.database.begin() as tx:
            tx.run("products/sent", connection=self.connection, sku_key=key, remote_id=remote_id)
            tx.run("products/made", connection=self.connection)

    def refused(self, key: str, error: str) -> None:
        """Holded refused it; it is tried again after a day."""
        self.database.run("products/refused", connection=self.connection, sku_key=key, error=error)
