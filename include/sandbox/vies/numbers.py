"""Which VAT numbers are registered: invented ones that pass their country's check digits."""

from __future__ import annotations

from sandbox.core import Sandbox

HOME = "eu"  # VIES has no accounts: its state is kept under this name
COUNTRIES = (  # Greece is EL, Northern Ireland XI
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL",
    "PT", "RO", "SE", "SI", "SK", "XI",
)  # fmt: skip
REGISTERED = (
    "ATU12345675", "BE0123456749", "DE123456788", "EL123450000", "ESB12345674", "FR01111224820", "IE1234567T", "IT01234560017",
    "NL999999990B01", "PL1234560007", "PT512340005",
)  # fmt: skip
WELL_FORMED_ONLY = ("BE0987654000", "DE987654002", "ESB87654323", "NL123450007B01")  # check digits right, nobody has them


def register(sandbox: Sandbox, number: str, *, valid: bool = True) -> None:
    """Let VIES know a number (country code in front), or forget it."""
    sandbox.state("vies", HOME).setdefault("numbers", {})[number] = valid
    sandbox.changed("vies", HOME)


def is_registered(sandbox: Sandbox, number: str) -> bool:
    """Whether VIES says that a number is valid."""
    return sandbox.state("vies", HOME).get("numbers", {}).get(number, number in REGISTERED)
