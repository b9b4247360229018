"""Whole amounts in proportion, to the last minor unit: the method of the largest remainder, with a limit for each share."""

from __future__ import annotations

from collections.abc import Sequence


def shares(amount: int, weights: Sequence[int], limits: Sequence[int]) -> list[int]:
    """Shares of an amount in proportion to the weights, none above its limit; what a full one cannot take goes to the others.

    They add up to the amount, or to the limits of those that have a weight where these are less. Equal remainders: the first comes first.
    """
    given = [0] * len(weights)
    able = [place for place, weight in enumerate(weights) if weight > 0 and limits[place] > 0]
    rest = min(amount, sum(limits[place] for place in able))
    while rest > 0:
        total = sum(weights[place] for place in able)
        full = [place for place in able if rest * weights[place] >= limits[place] * total]
        if not full:
            break
        for place in full:
            given[place] = limits[place]
        rest -= sum(limits[place] for place in full)
        able = [place for place in able if place not in full]
    if rest <= 0:
        return given
    for place in able:
        given[place] = rest * weights[place] // total
    missing = rest - sum(given[place] for place in able)
    for place in sorted(able, key=lambda at: (-(rest * weights[at] % total), at))[:missing]:
        given[place] += 1
    return given
