"""The merchant's configuration: one YAML per store and the tables, validated; errors name file, key and cure."""

from order_sync import PROJECT_ROOT
from order_sync.settings.base import DocumentKind, SeriesKind
from order_sync.settings.holded import HoldedSettings
from order_sync.settings.loading import Config, config_folder, known_stores, load_config, load_store, store_files
from order_sync.settings.parcels import MyParcelSettings
from order_sync.settings.store import StoreSettings
from order_sync.settings.tables import Product, ShippingRule, SkuAlias, StatusRule, TaxRule

__all__ = [
    "PROJECT_ROOT", "Config", "DocumentKind", "HoldedSettings", "MyParcelSettings", "Product", "SeriesKind", "ShippingRule", "SkuAlias",
    "StatusRule", "StoreSettings", "TaxRule", "config_folder", "known_stores", "load_config", "load_store", "store_files",
]  # fmt: skip
