"""How Holded writes numbers, days and tags (contract 1.6, 5)."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")


def spanish(value: Decimal, *, decimals: int = 2, bare: bool = False) -> str:
    """``1.234,56``; zero is ``0``. At least ``decimals`` decimals, more where the value has them; ``bare`` drops ``,00``."""
    if value == 0:
        return "0"
    whole, _, rest = format(abs(value).normalize(), "f").partition(".")
    rest = "" if bare and not rest else rest.ljust(decimals, "0")
    groups = f"{int(whole):,}".replace(",", ".")
    return f"{'-' if value < 0 else ''}{groups}{',' + rest if rest else ''}"


def dotted(value: Decimal, *, decimals: int = 2) -> str:
    """``1234.56``: the notation of treasury accounts, and of documents in the published schema."""
    _, _, rest = format(value.normalize(), "f").partition(".")
    return f"{value:.{max(decimals, len(rest))}f}"


def day(text: str, form: str) -> str:
    """A stored ISO day as the account writes it: ``iso`` or ``spanish`` (DD/MM/YYYY)."""
    return text if form == "iso" else f"{text[8:10]}/{text[5:7]}/{text[:4]}"


def madrid_seconds(text: str) -> int:
    """Unix seconds of midnight in Madrid on an ISO day, the form of payment dates."""
    start = date.fromisoformat(text)
    return int(datetime(start.year, start.month, start.day, tzinfo=MADRID).timestamp())


def madrid_instant(seconds: float) -> str:
    """A moment as ``approved_at`` shows it: Madrid time without offset."""
    return datetime.fromtimestamp(seconds, MADRID).strftime("%Y-%m-%dT%H:%M:%S")


def tag(text: str, *, strict: bool = False) -> str:
    """A tag as Holded keeps it: lower case without accents; ``strict`` drops all but a-z and 0-9 (contract 12 point 3)."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum()) if strict else plain
