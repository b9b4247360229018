"""What a person or the schedule asks to be printed. Light: DAG files import it while they are parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from order_sync.errors import SettingsError

PAPERS = ("A4", "A6")
SORTS = ("carrier", "country", "package_type", "order_number", "order_date", "sku")
CARRIERS = {
    1: "PostNL", 2: "bpost", 3: "CheapCargo", 4: "DPD", 9: "DHL For You", 10: "DHL Parcel Connect", 11: "DHL Europlus", 12: "UPS Standard",
    13: "UPS Express Saver", 14: "GLS", 15: "BRT", 16: "Trunkrs", 17: "InPost", 18: "Poste Italiane", 19: "Spring", 20: "ViaTim",
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """A selection and how it is printed. ``numbers`` None: all that is open."""

    numbers: tuple[str, ...] | None = None
    carrier: int | None = None
    country: str | None = None
    paper: str = "A6"
    position: int = 1
    sort: tuple[str, ...] = ("carrier", "country", "order_number")
    reprint: bool = False
    returns: bool = False
    mail: bool = False

    @property
    def selection(self) -> dict[str, Any]:
        """What is kept with the job."""
        kept = {name: value for name, value in asdict(self).items() if name not in ("paper", "position", "sort") and value}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def ask(settings: Any, params: Mapping[str, Any]) -> Ask:
    """The ask that a form makes; what it leaves open is the store's settings. ``settings``: LabelSettings."""
    numbers = tuple(dict.fromkeys(str(number).strip() for number in params.get("order_numbers") or () if str(number).strip()))
    carrier, country = params.get("carrier"), str(params.get("country") or "").strip().upper()
    sort = tuple(params.get("sort") or settings.sort)
    made = Ask(
        numbers or None, int(carrier) if carrier else None, country or None, params.get("paper") or settings.format,
        int(params.get("position") or settings.position), sort, bool(params.get("reprint")), bool(params.get("returns")), bool(params.get("mail")),
    )  # fmt: skip
    if made.paper not in PAPERS:
        raise _wrong("paper", made.paper, ", ".join(PAPERS))
    if not 1 <= made.position <= 4:
        raise _wrong("position", str(made.position), "1 top left to 4 bottom right")
    if unknown := [key for key in sort if key not in SORTS]:
        raise _wrong("sort", ", ".join(unknown), ", ".join(SORTS))
    if made.returns and not made.numbers:
        raise SettingsError("return labels are asked for without order numbers", where="labels", cure="Name the orders that come back.")
    return made


def address(store: str, job_id: int) -> str:
    """Where people find the files of a job, below Airflow's own address."""
    return f"/order-sync/labels/{quote(store)}/{job_id}"


def _wrong(name: str, seen: str, known: str) -> SettingsError:
    return SettingsError(f"{name} is {seen!r}", where="labels", cure=f"Choose of: {known}.")
