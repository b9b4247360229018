"""Airflow connections to a running sandbox, in Airflow's JSON form."""

from __future__ import annotations

from typing import Any

from sandbox.accounts import account

# The sandbox allows more calls than any plan, so that nobody waits for it.
FAST = {"calls_per_minute": 1_000_000}


def connections(url: str, key: str) -> dict[str, dict[str, Any]]:
    """wix_<key>, holded_<key>, myparcel_<key> and vies: connection id to fields; ``url`` is the sandbox's own."""
    who = account(key)
    if who is None:
        raise ValueError(f"{key!r} is no account key: lower-case letters and digits, a letter first")
    return {
        f"wix_{key}": {
            "conn_type": "wix", "host": f"{url}/wix/{key}", "login": who.wix_app_id, "password": who.wix_secret,
            "extra": {"auth": "app", "instance_id": who.wix_instance_id, **FAST},
        },
        f"holded_{key}": {"conn_type": "holded", "host": f"{url}/holded/{key}", "password": who.holded_token, "extra": dict(FAST)},
        f"myparcel_{key}": {
            "conn_type": "myparcel", "host": f"{url}/myparcel/{key}", "password": who.myparcel_key,
            "extra": {"iam_url": f"{url}/iam/{key}", **FAST},
        },
        "vies": {"conn_type": "http", "host": f"{url}/vies"},
    }  # fmt: skip
