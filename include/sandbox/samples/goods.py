"""What the two sample shops sell: the Wix catalogue (V1 for es, V3 for nl) and the products of their Holded accounts. All invented."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

STORES_APP = "215238eb-22a5-4c36-9e7b-e7c08025e04e"
GIFT_CARD_APP = "d80111c5-a0f4-47a8-b63a-65b54d774a27"
_SPACE = uuid.UUID("0f5f9d0e-6c1b-4b1e-9f5e-2b7a4d1c9e77")


@dataclass(frozen=True)
class Good:
    """One sellable thing. Prices in cents with tax, rates in millionths, weight in grams (None: Wix has none).

    ``sku``: on the order line ("" for none); ``catalogue_sku``: in the Wix catalogue; ``holded``: SKUs of the Holded products it is in,
    one product each. ``option``: (name, value) of a managed variant of ``family``.
    """

    key: str
    name: str
    sku: str
    price: int
    rate: int
    grams: int | None
    preset: str = "PHYSICAL"
    family: str = ""
    option: tuple[str, str] | None = None
    catalogue_sku: str | None = None
    holded: tuple[str, ...] | None = None
    listed: bool = True

    @property
    def in_catalogue(self) -> str:
        """The SKU that the Wix catalogue has."""
        return self.sku if self.catalogue_sku is None else self.catalogue_sku

    @property
    def in_holded(self) -> tuple[str, ...]:
        """SKUs of the Holded products, one product each."""
        return ((self.in_catalogue,) if self.in_catalogue else ()) if self.holded is None else self.holded


_ES = (
    Good("vela", "Vela de cera de abeja", "VELA-CERA", 1250, 210000, 320),
    Good("lampara", "Lámpara de mesa", "LAMP-MESA-01", 4990, 210000, 1450),
    Good("cuenco", "Cuenco de cerámica", "CUENCO-CER", 1895, 210000, 610),
    Good("miel", "Miel de romero 500 g", "MIEL-ROM", 895, 100000, 720),
    Good("aceite", "Aceite de oliva 500 ml", "ACEITE-500", 1290, 40000, 960),
    Good("libro", "Libro de cocina", "LIBRO-COC", 2190, 40000, 640),
    Good("camiseta-m", "Camiseta azul", "CAM-AZ-M", 2495, 210000, 180, family="camiseta", option=("Talla", "M"), holded=()),
    Good("camiseta-l", "Camiseta azul", "CAM-AZ-L", 2495, 210000, 190, family="camiseta", option=("Talla", "L"), holded=()),
    Good("manta", "Manta de lana", "MANTA-LANA", 7900, 210000, 1600),
    Good("digital", "Patrón de punto (PDF)", "PDF-PUNTO", 650, 210000, None, "DIGITAL"),
    Good("service", "Taller de cerámica", "TALLER-CER", 3500, 210000, None, "SERVICE"),
    Good("gift-card", "Tarjeta regalo", "", 5000, 0, None, "GIFT_CARD", listed=False),
    Good("heavy", "Mesa de roble", "MESA-ROBLE", 38900, 210000, 38000),
    Good("sticker", "Pegatina", "PEGA-01", 45, 210000, 4),
    Good("no-sku", "Jarrón de vidrio", "", 3950, 210000, 1100, catalogue_sku="JARRON-01"),
    Good("blank", "Pieza única", "", 12000, 210000, 2000, listed=False),
    Good("unknown", "Prototipo de lámpara", "PROTO-X9", 5900, 210000, 900, holded=()),
    Good("other-case", "Lámpara de mesa", " lamp-mesa-01 ", 4990, 210000, 1450, catalogue_sku="LAMP-MESA-01", holded=()),
    Good("alias", "Camiseta azul (catálogo antiguo)", "CAM-AZUL-M", 2495, 210000, 180, holded=()),
    Good("duplicate", "Plato llano", "PLATO-01", 990, 210000, 480, holded=("PLATO-01", "PLATO-01")),
)
_NL = (
    Good("kaars", "Bijenwaskaars", "KAARS-BW-M", 1250, 210000, 350),
    Good("lamp", "Hanglamp", "LAMP-HANG-2", 8950, 210000, 2300),
    Good("thee", "Groene thee 100 g", "THEE-GR-100", 895, 90000, 120),
    Good("boek", "Kookboek", "BOEK-KOOK", 2450, 90000, 780),
    Good("deken", "Wollen deken", "DEKEN-W-GR", 7900, 210000, 1600),
    Good("mand", "Tuinmand", "MAND-G-L", 2900, 210000, 2400),
    Good("mok", "Keramische mok", "MOK-KER", 1495, 210000, 380),
    Good("trui-s", "Wollen trui", "TRUI-W-S", 6495, 210000, 520, family="trui", option=("Maat", "S")),
    Good("trui-m", "Wollen trui", "TRUI-W-M", 6495, 210000, 540, family="trui", option=("Maat", "M")),
    Good("digital", "Breipatroon (PDF)", "PDF-BREI", 650, 210000, None, "DIGITAL"),
    Good("service", "Workshop kaarsen maken", "WORKSHOP-K", 3500, 210000, None, "SERVICE"),
    Good("gift-card", "Cadeaukaart", "", 5000, 0, None, "GIFT_CARD", listed=False),
    Good("heavy", "Eiken tafel", "TAFEL-EIK", 38900, 210000, 38000),
    Good("sticker", "Sticker", "STICKER-01", 45, 210000, 4),
    Good("no-sku", "Glazen vaas", "", 3950, 210000, 1100, catalogue_sku="VAAS-GL-01"),
    Good("blank", "Uniek stuk", "", 12000, 210000, 2000, listed=False),
    Good("unknown", "Prototype lamp", "PROTO-X9", 5900, 210000, 900, holded=()),
    Good("other-case", "Keramische mok", "mok-ker ", 1495, 210000, 380, catalogue_sku="MOK-KER", holded=()),
    Good("duplicate", "Plat bord", "BORD-01", 990, 210000, 480, holded=("BORD-01", "BORD-01")),
)
GOODS: dict[str, dict[str, Good]] = {"es": {good.key: good for good in _ES}, "nl": {good.key: good for good in _NL}}
ORDINARY = {"es": ("vela", "lampara", "cuenco", "miel", "aceite", "libro", "camiseta-m", "camiseta-l", "manta"),
            "nl": ("kaars", "lamp", "thee", "boek", "deken", "mand", "mok", "trui-s", "trui-m")}  # fmt: skip
_TAX_KEYS = {"es": {210000: "s_iva_21", 100000: "s_iva_10", 40000: "s_iva_4"}, "nl": {210000: "s_btw_21", 90000: "s_btw_9"}}


def guid(*parts: object) -> str:
    """A GUID that is always the same for the same parts."""
    return str(uuid.uuid5(_SPACE, "/".join(map(str, parts))))


def object_id(*parts: object) -> str:
    """An id as Holded makes them: 24 hexadecimal digits."""
    return hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def product_id(shop: str, good: Good) -> str:
    """Wix id of the product, shared by the variants of a family."""
    return guid(shop, "product", good.family or good.key)


def variant_id(shop: str, good: Good) -> str:
    """Wix id of the variant; catalogue V3 has one for every product, V1 only for managed variants."""
    return guid(shop, "variant", good.key) if shop == "nl" or good.option else ""


def v1_products(shop: str) -> list[dict[str, Any]]:
    """Products as GET /stores-reader/v1/products/{id} gives them."""
    rows: dict[str, dict[str, Any]] = {}
    for good in (good for good in GOODS[shop].values() if good.listed):
        row = rows.setdefault(product_id(shop, good), {
            "id": product_id(shop, good), "name": good.name, "slug": good.family or good.key, "visible": True,
            "productType": "physical" if good.preset == "PHYSICAL" else "digital", "manageVariants": bool(good.option),
            "sku": "" if good.option else good.in_catalogue, "weight": 0 if good.option else (good.grams or 0) / 1000, "variants": [],
        })  # fmt: skip
        if good.option:
            variant = {"sku": good.in_catalogue, "weight": (good.grams or 0) / 1000, "visible": True}
            row["variants"].append({"id": variant_id(shop, good), "choices": dict([good.option]), "variant": variant})
    return list(rows.values())


def v3_variants(shop: str) -> list[dict[str, Any]]:
    """Variants as POST /stores/v3/products/query-variants gives them."""
    return [
        {
            "variantId": variant_id(shop, good), "visible": True, "physicalProperties": {"weight": (good.grams or 0) / 1000},
            "optionChoices": [{"optionChoiceNames": {"optionName": good.option[0], "choiceName": good.option[1]}}] if good.option else [],
            "productData": {
                "productId": product_id(shop, good), "name": good.name,
                "productType": "PHYSICAL" if good.preset == "PHYSICAL" else "DIGITAL",
                "physicalProperties": {"weightMeasurementUnitInfo": {"weightMeasurementUnit": "KG"}},
            },
        } | ({"sku": good.in_catalogue} if good.in_catalogue else {})
        for good in GOODS[shop].values() if good.listed
    ]  # fmt: skip


def holded_products(shop: str) -> list[dict[str, Any]]:
    """Products of the shop's Holded account: id, name, sku, net price as text, tax keys, stock, variants."""
    rows = []
    for good in GOODS[shop].values():
        for place, sku in enumerate(good.in_holded):
            rows.append(_holded(shop, good, sku, place))
    if shop == "es":
        parent = GOODS["es"]["camiseta-m"]
        variants = [
            {"id": object_id("es", sku), "sku": sku, "name": size, "stock": 200} for size, sku in (("M", "CAM-AZ-M"), ("L", "CAM-AZ-L"))
        ]
        rows.append(_holded(shop, parent, "CAM-AZ", 0) | {"stock": 0, "variants": variants})
    return rows


def _holded(shop: str, good: Good, sku: str, place: int) -> dict[str, Any]:
    net = (good.price * 1_000_000 * 2 + 1_000_000 + good.rate) // (2 * (1_000_000 + good.rate))
    return {
        "id": object_id(shop, sku, place), "name": good.name + (" (2)" if place else ""), "sku": sku,
        "price": f"{net // 100}.{net % 100:02}", "taxes": [_TAX_KEYS[shop][good.rate]], "stock": 5_000, "variants": [],
    }  # fmt: skip
