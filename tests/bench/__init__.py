"""Measurements, run by hand (`make bench`); not part of the tests."""
