"""SKU and weight of products and variants, read the way each catalogue version wants it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from order_sync.errors import NotThere
from order_sync.hooks.rest import Response

Call = Callable[..., Response]
Skus = dict[tuple[str, str], dict[str, Any]]
_PRODUCTS_A_CALL = 100
_VARIANTS_A_PAGE = 1000


def skus_v1(call: Call, product_ids: list[str], prefix: str) -> Skus:
    """Catalogue V1, one product a call: with managed variants SKU and weight live on the variants, else on the product (key "")."""
    found: Skus = {}
    for product_id in product_ids:
        try:
            answer = call("GET", f"{prefix}/v1/products/{quote(product_id, safe='')}", endpoint=f"GET {prefix}/v1/products/{{id}}")
        except NotThere:  # deleted since it was sold
            continue
        product = _part(answer, "product", dict)
        if not product.get("manageVariants"):
            found[product_id, ""] = _entry(product, "")
        for variant in product.get("variants") or _v1_variants(call, product_id, product, prefix):
            if isinstance(variant, dict) and variant.get("id"):
                of = variant.get("variant") if product.get("manageVariants") else product
                found[product_id, variant["id"]] = _entry(of or {}, "")
    return found


def _v1_variants(call: Call, product_id: str, product: dict[str, Any], prefix: str) -> list[Any]:
    """The variants of a product that manages them and came without: they have a call of their own."""
    rows: list[Any] = []
    while product.get("manageVariants"):
        body = {"paging": {"limit": _PRODUCTS_A_CALL, "offset": len(rows)}}
        path, endpoint = (f"{prefix}/v1/products/{name}/variants/query" for name in (quote(product_id, safe=""), "{id}"))
        page = _part(call("POST", path, endpoint=f"POST {endpoint}", read=True, json=body), "variants", list)
        rows += page
        if len(page) < _PRODUCTS_A_CALL:
            break
    return rows


def skus_v3(call: Call, product_ids: list[str]) -> Skus:
    """Catalogue V3: every line has a variant; a product with exactly one is also found without naming it."""
    found: Skus = {}
    for start in range(0, len(product_ids), _PRODUCTS_A_CALL):
        wanted = {"productData.productId": {"$in": product_ids[start : start + _PRODUCTS_A_CALL]}}
        query: dict[str, Any] = {"filter": wanted, "cursorPaging": {"limit": _VARIANTS_A_PAGE}}
        while query:
            body = {"query": query, "fields": ["WEIGHT_MEASUREMENT_UNIT_INFO"]}
            answer = call("POST", "/stores/v3/products/query-variants", read=True, json=body)
            for variant in _part(answer, "variants", list):
                key, entry = _v3_variant(answer, variant)
                found[key] = entry
            following = _next(answer.json())
            query = {"cursorPaging": {"limit": _VARIANTS_A_PAGE, "cursor": following}} if following else {}
    only: dict[str, list[dict[str, Any]]] = {}
    for (product_id, _), entry in found.items():
        only.setdefault(product_id, []).append(entry)
    return found | {(product_id, ""): entries[0] for product_id, entries in only.items() if len(entries) == 1}


def _v3_variant(answer: Response, variant: Any) -> tuple[tuple[str, str], dict[str, Any]]:
    data = variant.get("productData") if isinstance(variant, dict) else None
    if not isinstance(data, dict) or not data.get("productId") or not variant.get("variantId"):
        raise answer.broken("a variant without variantId or productId")
    info = ((data.get("physicalProperties") or {}).get("weightMeasurementUnitInfo") or {}).get("weightMeasurementUnit")
    entry = _entry({"sku": variant.get("sku"), **(variant.get("physicalProperties") or {})}, info if info in ("KG", "LB") else "")
    return (data["productId"], variant["variantId"]), entry


def _entry(source: dict[str, Any], unit: str) -> dict[str, Any]:
    try:
        weight = Decimal(str(source["weight"])) if source.get("weight") is not None else None
    except InvalidOperation:
        weight = None
    # a shop that fills in no weight has 0 there; below 0 it is no weight, and nothing could be packed by it
    weight = weight if weight and weight.is_finite() and weight > 0 else None
    return {"sku": str(source.get("sku") or "").strip(), "weight": weight, "weight_unit": unit}


def _part(answer: Response, key: str, kind: type) -> Any:
    body = answer.json()
    value = body.get(key) if isinstance(body, dict) else None
    if not isinstance(value, kind):
        raise answer.broken(f"no {key} in it")
    return value


def _next(body: dict[str, Any]) -> str:
    paging = body.get("pagingMetadata") or {}
    return (paging.get("cursors") or {}).get("next") or "" if paging.get("hasNext") else ""
