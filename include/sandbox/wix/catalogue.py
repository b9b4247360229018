"""The catalogue: version, V1 products and variants, V3 variants. A call of the other version answers 428."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Depends, Request

from sandbox.door import READS
from sandbox.wix import models, search
from sandbox.wix.auth import needs
from sandbox.wix.errors import Json, application, validation
from sandbox.wix.site import Site

_V3_FIELDS = ("id", "variantId", "productData.productId")


def routes(site: Site) -> APIRouter:
    """Version, V1 under /stores-reader and /stores, V3."""
    router = APIRouter()
    _version(site, router)
    _v1(site, router)
    _v3(site, router)
    return router


def _version(site: Site, router: APIRouter) -> None:
    @router.get("/stores/v3/provision/version", dependencies=[Depends(needs(site, "WIX_STORES.CATALOG_VERSION_READ"))])
    async def version() -> Json:
        return Json({"catalogVersion": site.catalogue})


def _v1(site: Site, router: APIRouter) -> None:
    allowed = [Depends(needs(site, "WIX_STORES.READ_PRODUCTS"))]

    @router.post("/stores-reader/v1/products/query", dependencies=allowed, tags=[READS])
    @router.post("/stores/v1/products/query", dependencies=allowed, tags=[READS])
    async def query(request: Request) -> Json:
        _demand(site, "V1_CATALOG")
        asked = await models.read(request, site.sandbox, models.V1Products)
        hidden = asked.includeHiddenProducts
        products = [row for row in site.state["products"].values() if hidden or row.get("visible", True) is not False]
        products = _filtered(products, asked.query.filter)
        start, limit = asked.query.paging.offset, asked.query.paging.limit
        page = [row if asked.includeVariants else {**row, "variants": []} for row in products[start : start + limit]]
        return Json({"products": page, "metadata": {"items": len(page), "offset": start}, "totalResults": len(products)})

    @router.get("/stores-reader/v1/products/{product_id}", dependencies=allowed)
    @router.get("/stores/v1/products/{product_id}", dependencies=allowed)
    async def get(product_id: str) -> Json:
        _demand(site, "V1_CATALOG")
        product = _product(site, product_id)
        bare = site.setting("products_without_variants", False)
        return Json({"product": {**product, "variants": []} if bare else product})

    @router.post("/stores-reader/v1/products/{product_id}/variants/query", dependencies=allowed, tags=[READS])
    @router.post("/stores/v1/products/{product_id}/variants/query", dependencies=allowed, tags=[READS])
    async def variants(product_id: str, request: Request) -> Json:
        _demand(site, "V1_CATALOG")
        asked = await models.read(request, site.sandbox, models.V1Variants)
        rows = _product(site, product_id).get("variants") or []
        if asked.variantIds:
            rows = [row for row in rows if row.get("id") in asked.variantIds]
        if asked.choices:
            rows = [row for row in rows if asked.choices.items() <= (row.get("choices") or {}).items()]
        start, limit = asked.paging.offset, asked.paging.limit
        page = rows[start : start + limit]
        return Json({"variants": page, "metadata": {"items": len(page), "offset": start}, "totalResults": len(rows)})


def _v3(site: Site, router: APIRouter) -> None:
    hidden = "WIX_STORES.READ_ONLY_VARIANT_READ_HIDDEN"
    allowed = [Depends(needs(site, "WIX_STORES.READ_ONLY_VARIANT_READ", hidden))]

    @router.post("/stores/v3/products/query-variants", dependencies=allowed, tags=[READS])
    async def query(request: Request) -> Json:
        _demand(site, "V3_CATALOG")
        asked = await models.read(request, site.sandbox, models.V3Variants)
        paging, cursors = asked.query.cursorPaging, site.memory["cursors"]
        if paging.cursor:
            rows = search.resume(cursors, paging.cursor, None)["ids"]
        else:
            seen = [row for row in site.state["variants"] if row.get("visible", True) or hidden in site.permissions]
            rows = [row for row in seen if _fits(row, asked.query.filter or {})]
        page, rest = rows[: paging.limit], rows[paging.limit :]
        following = {"next": search.remember(cursors, rest, 2, paging.limit)} if rest else {}
        unit = "WEIGHT_MEASUREMENT_UNIT_INFO" in asked.fields
        shown = [_without_unit(row) if not unit else row for row in page]
        return Json({"variants": shown, "pagingMetadata": {"count": len(page), "cursors": following, "hasNext": bool(rest)}})


def _demand(site: Site, version: str) -> None:
    if site.catalogue != version:
        raise application(428, "WRONG_CATALOG_VERSION", f"The site runs on {site.catalogue}")


def _product(site: Site, product_id: str) -> dict[str, Any]:
    product = site.state["products"].get(product_id)
    if product is None:
        raise application(404, "PRODUCT_NOT_FOUND", "Product not found", {"id": product_id})
    return product


def _filtered(products: list[dict], text: str | None) -> list[dict]:
    """V1 filters come as JSON in a string; the sandbox knows id and sku."""
    try:
        query = json.loads(text) if text else {}
    except ValueError:
        raise validation(("query.filter", "is not JSON in a string", "INVALID_JSON")) from None
    for field, wanted in query.items():
        if field not in ("id", "sku", "numericId"):
            raise validation(("query.filter", f"{field} is not filterable", "NOT_FILTERABLE"))
        products = [row for row in products if _one(row.get(field), wanted)]
    return products


def _fits(row: dict[str, Any], query: dict[str, Any]) -> bool:
    for field, wanted in query.items():
        if field not in _V3_FIELDS:
            raise validation(("query.filter", f"{field} is not filterable", "NOT_FILTERABLE"))
        value: Any = row
        for part in field.split("."):
            value = (value or {}).get(part)
        if not _one(value, wanted):
            return False
    return True


def _one(value: Any, wanted: Any) -> bool:
    rows = wanted if isinstance(wanted, dict) else {"$eq": wanted}
    for operator, want in rows.items():
        if operator not in ("$eq", "$in", "$hasSome"):
            raise validation(("query.filter", f"{operator} is not supported", "UNSUPPORTED_OPERATOR"))
        if (value != want) if operator == "$eq" else (value not in want):
            return False
    return True


def _without_unit(row: dict[str, Any]) -> dict[str, Any]:
    data = {name: value for name, value in (row.get("productData") or {}).items() if name != "physicalProperties"}
    return {**row, "productData": data}
