"""What every block of the configuration shares: strict, frozen models and the texts that ids and codes must match."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
ObjectId = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
Tag = Annotated[str, Field(pattern=r"^[a-z0-9]{1,30}$")]
WebPage = Annotated[str, Field(pattern=r"^(https://[^\s\"'<>]+)?$")]
DocumentKind = Literal["order", "receipt", "invoice"]
SeriesKind = Literal["order", "receipt", "invoice", "credit_note", "receipt_note"]


def _cron(value: str) -> str:
    from croniter import croniter

    if not croniter.is_valid(value):
        raise ValueError("not a cron expression; every night at twenty past three is 20 3 * * *")
    return value


Cron = Annotated[str, AfterValidator(_cron)]


class Model(BaseModel):
    """A block of keys: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
