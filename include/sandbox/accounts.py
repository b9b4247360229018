"""The sandbox's own table of accounts: who they are and which keys open them. Any other key of the same pattern works too."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

KEY = re.compile(r"^[a-z][a-z0-9]{0,19}$")
_SPACE = uuid.UUID("5a4d0b05-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Account:
    """One merchant: the same key names the Wix site, the Holded account and the MyParcel shop."""

    key: str
    name: str
    country: str = "ES"
    currency: str = "EUR"
    locale: str = "en"
    wix_catalogue: str = "V1_CATALOG"

    @property
    def wix_app_id(self) -> str:
        """client_id of the Wix app."""
        return f"app-{self.key}"

    @property
    def wix_secret(self) -> str:
        """client_secret of the Wix app."""
        return f"wix-{self.key}-secret"

    @property
    def wix_instance_id(self) -> str:
        """Instance of the app on this site."""
        return f"instance-{self.key}"

    @property
    def wix_site_id(self) -> str:
        """Site id, the wix-site-id header of API-key calls."""
        return f"site-{self.key}"

    @property
    def wix_key(self) -> str:
        """API key of the site's owner."""
        return f"wix-{self.key}-key"

    @property
    def holded_token(self) -> str:
        """Bearer token of Holded v2."""
        return f"pat_holded-{self.key}-key"

    @property
    def myparcel_key(self) -> str:
        """API key of MyParcel."""
        return f"myparcel-{self.key}-key"

    def guid(self, name: str) -> str:
        """A GUID that is always the same for this account and name."""
        return str(uuid.uuid5(_SPACE, f"{self.key}/{name}"))


ACCOUNTS = {
    "es": Account("es", "Casa Olivar", "ES", locale="es"),
    "nl": Account("nl", "Lichthuis", "NL", locale="nl", wix_catalogue="V3_CATALOG"),
}


def account(key: str) -> Account | None:
    """The account of a key; a key outside the table becomes an account of its own, a malformed one None."""
    if key in ACCOUNTS:
        return ACCOUNTS[key]
    return Account(key, f"Shop {key}") if KEY.match(key) else None
