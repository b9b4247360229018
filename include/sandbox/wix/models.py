"""Requests that Wix takes: wrong types are refused with field violations, unknown fields are recorded as violations."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sandbox.core import Sandbox
from sandbox.wix.errors import application, validation

M = TypeVar("M", bound=BaseModel)
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Flag = Annotated[bool, Field(strict=True)]


class Lenient(BaseModel):
    """Wix takes unknown fields without a word; the sandbox reports them."""

    model_config = ConfigDict(extra="allow")


class Token(Lenient):
    grant_type: str
    client_id: str
    client_secret: str
    instance_id: str


class TokenInfo(Lenient):
    token: str


class CursorPaging(Lenient):
    limit: Annotated[int, Field(strict=True, ge=1, le=100)] = 100
    cursor: Annotated[str, StringConstraints(strict=True, max_length=16000)] | None = None


class CursorPaging1000(CursorPaging):
    limit: Annotated[int, Field(strict=True, ge=1, le=1000)] = 100


class Sort(Lenient):
    fieldName: Annotated[str, StringConstraints(strict=True, max_length=512)]
    order: Literal["ASC", "DESC"] = "ASC"


class OrderSearch(Lenient):
    cursorPaging: CursorPaging = CursorPaging()
    filter: dict[str, Any] | None = None
    sort: Annotated[list[Sort], Field(max_length=4)] | None = None


class SearchOrders(Lenient):
    search: OrderSearch


class OrderIds(Lenient):
    orderIds: Annotated[list[Text], Field(min_length=1, max_length=100)]


class Tracking(Lenient):
    trackingNumber: Text
    shippingProvider: Text
    trackingLink: Annotated[str, StringConstraints(strict=True, max_length=2048, pattern=r"^https?://")] | None = None


class FulfillmentLine(Lenient):
    id: Text
    quantity: Count | None = None


class Custom(Lenient):
    fieldsData: dict[str, str] = {}


class FulfillmentIn(Lenient):
    lineItems: Annotated[list[FulfillmentLine], Field(min_length=1, max_length=300)]
    trackingInfo: Tracking | None = None
    customInfo: Custom | None = None
    status: Literal["Pending", "Accepted", "Ready", "In_Delivery", "Fulfilled"] | None = None
    completed: Flag | None = None


class CreateFulfillment(Lenient):
    fulfillment: FulfillmentIn


class OffsetPaging(Lenient):
    limit: Annotated[int, Field(strict=True, ge=1, le=100)] = 100
    offset: Annotated[int, Field(strict=True, ge=0)] = 0


class V1Query(Lenient):
    paging: OffsetPaging = OffsetPaging()
    filter: Annotated[str, Field(strict=True)] | None = None
    sort: Annotated[str, Field(strict=True)] | None = None


class V1Products(Lenient):
    query: V1Query
    includeVariants: Flag = False
    includeHiddenProducts: Flag = False
    includeMerchantSpecificData: Flag = False


class V1Variants(Lenient):
    choices: dict[str, str] | None = None
    variantIds: list[str] | None = None
    paging: OffsetPaging = OffsetPaging()
    includeMerchantSpecificData: Flag = False


class V3Query(Lenient):
    cursorPaging: CursorPaging1000 = CursorPaging1000()
    filter: dict[str, Any] | None = None
    sort: list[Sort] | None = None


class V3Variants(Lenient):
    query: V3Query
    fields: list[Literal["CURRENCY", "MERCHANT_DATA", "SUBSCRIPTION_PRICES_INFO", "WEIGHT_MEASUREMENT_UNIT_INFO"]] = []


async def read(request: Request, sandbox: Sandbox, model: type[M]) -> M:
    """The request's body as ``model``."""
    try:
        raw = msgspec.json.decode(await request.body() or b"{}")
    except msgspec.DecodeError:
        raise application(400, "INVALID_JSON", "The body is not JSON") from None
    try:
        parsed = model.model_validate(raw)
    except ValidationError as error:
        rows = [(".".join(map(str, row["loc"])) or "body", row["msg"], row["type"].upper()) for row in error.errors()]
        raise validation(*rows) from None
    for path in unknown(parsed):
        sandbox.violation("wix", f"{request.method} {request.scope['route'].path}: unknown field {path}")
    return parsed


def unknown(model: BaseModel, path: str = "") -> list[str]:
    """Paths of the fields that no model knows."""
    found = [f"{path}{name}" for name in model.model_extra or {}]
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                found += unknown(item, f"{path}{name}.")
    return found
