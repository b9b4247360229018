"""``python -m bench [land|hourly|idle|calls|parcels|pages|history|drafts] [options]``; without a name all of them in turn. ``bin/bench`` sets the paths."""

from __future__ import annotations

import importlib
import sys

ALL = ("land", "hourly", "idle", "calls", "parcels", "pages", "history", "drafts")


def main(words: list[str]) -> None:
    """Run one benchmark with its options, or all with their defaults."""
    names, options = (words[:1], words[1:]) if words and words[0] in ALL else (ALL, words)
    for name in names:
        importlib.import_module(f"bench.{name}").main(options)


if __name__ == "__main__":
    main(sys.argv[1:])
