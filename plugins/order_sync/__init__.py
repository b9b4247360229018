"""Wix orders to Holded and MyParcel, hourly, through Airflow."""

from pathlib import Path

__version__ = "0.1.0"

PROJECT_ROOT = Path(__file__).resolve().parents[2]
