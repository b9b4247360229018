"""Lines of the tax table and cases that ask for a key, for tests of taxes."""

from order_sync.settings import TaxRule


def tax(treatment, country, rate, key, line=2, connection="holded_es", **days):
    """A line of taxes.csv."""
    return TaxRule(line=line, connection=connection, treatment=treatment, country=country, rate_ppm=rate, key=key, **days)
