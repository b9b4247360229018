"""Requests: what a dry run would have sent, as a page."""

from __future__ import annotations

from fastapi import FastAPI


def add(app: FastAPI) -> None:
    """Put the routes on the app."""
