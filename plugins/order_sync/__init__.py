"""Wix orders to Holded and MyParcel, hourly, through Airflow."""

__version__ = "0.1.0"
