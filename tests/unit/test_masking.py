"""Reading a connection says nothing about fields that are no secrets, and masks the secret as ever."""

import json
import logging

from airflow.sdk._shared.secrets_masker import secrets_masker
from order_sync.hooks.rest import read_account

WIX = {"conn_type": "wix", "login": "app-es", "password": "wix-es-secret", "extra": {"auth": "app", "instance_id": "instance-es"}}


def test_a_short_field_is_no_warning_and_the_secret_is_masked(monkeypatch, caplog):
    monkeypatch.setenv("AIRFLOW_CONN_WIX_SHORT", json.dumps(WIX))
    monkeypatch.setattr(secrets_masker.SecretsMasker, "_has_warned_short_secret", False)
    with caplog.at_level(logging.WARNING):
        assert read_account("wix_short", "wix", "https://www.wixapis.com").extra["auth"] == "app"
        assert not caplog.records
        assert secrets_masker.redact("the secret is wix-es-secret") == "the secret is ***"
        secrets_masker.SecretsMasker._has_warned_short_secret = False
        secrets_masker.mask_secret("abc")  # whoever else has a short secret is still warned
    assert [record.msg for record in caplog.records if "too short" in record.msg]
