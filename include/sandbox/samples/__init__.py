"""About two hundred invented orders of two shops, every kind that a shop meets, and what belongs to them at Wix and Holded."""

from sandbox.samples.install import install
from sandbox.samples.shops import CONSUMER, Shop, generate

__all__ = ["CONSUMER", "Shop", "generate", "install"]
