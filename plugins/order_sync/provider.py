"""The three connection types, as Airflow's connection form shows them (entry point ``apache_airflow_provider``)."""

from __future__ import annotations

from typing import Any


def get_provider_info() -> dict[str, Any]:
    """What Airflow registers: the types wix, holded and myparcel, each with its hook and its fields.

    The names under ``conn-fields`` are the keys of the connection's ``extra``; an empty field takes the hook's default.
    """
    return {
        "package-name": "order-sync",
        "name": "Order Sync",
        "description": "Wix orders to Holded and MyParcel",
        "connection-types": [_wix(), _holded(), _myparcel()],
    }


def _wix() -> dict[str, Any]:
    return {
        "connection-type": "wix",
        "hook-class-name": "order_sync.hooks.wix.WixHook",
        "hook-name": "Wix Stores",
        "ui-field-behaviour": _form(
            login=("App ID", "client id of the app; empty with an API key"),
            password=("App secret or API key", "as shown once by Wix"),
            host=("API base URL", "https://www.wixapis.com"),
        ),
        "conn-fields": {
            "auth": _choice("Sign in as", "app: App ID, secret and instance ID. api_key: an API key and the site ID.", "app", "api_key"),
            "instance_id": _text("Instance ID", "Instance of the app on the merchant's site (sign in as app)."),
            "site_id": _text("Site ID", "Sent as wix-site-id (sign in as api_key)."),
            "stores_prefix": _text("Stores prefix", "Path before the catalogue V1 calls; empty: /stores-reader."),
            "calls_per_minute": _pace(120, "Wix allows 200 per app and site; we stay below it."),
            "bearer_prefix": _switch("Bearer before the token", "Leave off: Wix documents the bare token."),
        },
    }


def _holded() -> dict[str, Any]:
    return {
        "connection-type": "holded",
        "hook-class-name": "order_sync.hooks.holded.HoldedHook",
        "hook-name": "Holded",
        "ui-field-behaviour": _form(
            "login",
            password=("Token", "pat_…"),
            host=("API base URL", "https://api.holded.com"),
        ),
        "conn-fields": {
            "calls_per_minute": _pace(60, "What the plan allows; we stay below it."),
        },
    }


def _myparcel() -> dict[str, Any]:
    return {
        "connection-type": "myparcel",
        "hook-class-name": "order_sync.hooks.myparcel.MyParcelHook",
        "hook-name": "MyParcel",
        "ui-field-behaviour": _form(
            "login",
            password=("API key", "from the shop's settings in the back office"),
            host=("API base URL", "https://api.myparcel.nl"),
        ),
        "conn-fields": {
            "iam_url": _text("Key check URL", "Host that tells what the key may do; empty: https://iam.api.myparcel.nl."),
            "calls_per_minute": _pace(200, "What MyParcel allows; we stay below it."),
            "auth_scheme": _choice("Authorization scheme", "MyParcel takes both; bearer is the canonical one.", "bearer", "basic"),
        },
    }


def _form(*hidden: str, **fields: tuple[str, str]) -> dict[str, Any]:
    """Airflow's own fields: the hidden ones, and (label, placeholder) of the others."""
    return {
        "hidden-fields": ["schema", "port", "extra", *hidden],
        "relabeling": {name: label for name, (label, _) in fields.items()},
        "placeholders": {name: placeholder for name, (_, placeholder) in fields.items()},
    }


def _text(label: str, description: str) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": {"type": ["string", "null"]}}


def _pace(default: int, description: str) -> dict[str, Any]:
    schema = {"type": ["integer", "null"], "minimum": 1, "default": default}
    return {"label": "Calls per minute", "description": description, "schema": schema}


def _choice(label: str, description: str, *values: str) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": {"type": "string", "enum": list(values), "default": values[0]}}


def _switch(label: str, description: str) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": {"type": "boolean", "default": False}}
