"""A faithful, stateful fake of Holded's API v2: drafts, series, stock, Spanish notation, limits; see switches.py for what is open."""

from sandbox.holded.app import build, fault_answer
from sandbox.holded.own_connector import own_connector
from sandbox.holded.people import admin_routes
from sandbox.holded.products import add_products

__all__ = ["add_products", "admin_routes", "build", "fault_answer", "own_connector"]
