"""Ways to break a good frame, for tests of the rules of quality."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import quality_frames as good

Frames = dict[str, pd.DataFrame]
Break = Callable[[Frames], Any]


def put(frame: str, column: str, value: Any, row: int = 0) -> Break:
    """Write one value into one cell, whatever the column's type was."""

    def broken(frames: Frames) -> None:
        values = frames[frame][column].astype(object).tolist()
        values[row] = value
        frames[frame][column] = pd.Series(values, dtype=object).infer_objects()

    return broken


def whole(frame: str, column: str, value: Any, row: int = 0) -> Break:
    """Write one value of the column's own type into one cell."""

    def broken(frames: Frames) -> None:
        frames[frame].loc[row, column] = value

    return broken


def inside(frame: str, path: str, value: Any) -> Break:
    """Change the request of the first row: ``path`` like items.0.price; a value of None takes the key away."""

    def broken(frames: Frames) -> None:
        place: Any = frames[frame]["body"].iloc[0]
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in parents:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return broken


def doubled(frame: str) -> Break:
    """The first row stands twice."""

    def broken(frames: Frames) -> None:
        frames[frame] = pd.concat([frames[frame], frames[frame].head(1)], ignore_index=True)

    return broken


def both(*breaks: Break) -> Break:
    """Several breaks at once."""
    return lambda frames: [each(frames) for each in breaks] and None


def without(frame: str, row: int = 0) -> Break:
    """One row is missing."""

    def broken(frames: Frames) -> None:
        frames[frame] = frames[frame].drop(index=row).reset_index(drop=True)

    return broken


def batch_of(count: int, *breaks: Break) -> Break:
    """A larger batch, broken in every row that the breaks name."""

    def broken(frames: Frames) -> None:
        frames.update(good.landed(count))
        for each in breaks:
            each(frames)

    return broken
