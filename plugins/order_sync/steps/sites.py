"""One Wix site has one store key for good: marker, ledger and numbers carry it, and under another key every order would be booked again."""

from __future__ import annotations

from order_sync.errors import SettingsError
from order_sync.steps.shop import Shop


def own_site(shop: Shop, *, take: bool) -> str:
    """The id of the store's Wix site; SettingsError where its orders were landed under another store key. ``take``: write the key down."""
    site = shop.wix().site
    row = shop.database.one("sites/take" if take else "sites/known", site=site, **({"store": shop.store} if take else {}))
    if row is not None and row["store"] != shop.store:
        raise SettingsError(
            f"the orders of this Wix site ({site}) were landed for the store {row['store']}; as {shop.store} all of them would be booked again",
            where=f"connection {shop.settings.wix.connection}",
            cure=f"Give the store its key back (include/config/stores/{row['store']}.yaml, store: {row['store']}) and change its name instead; "
            "if it is another site, correct the connection.",
        )
    return site
