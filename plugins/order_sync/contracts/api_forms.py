"""The pinned forms of the remotes' answers by endpoint, and what the words in them mean.

A form is a dictionary (an object with these fields; a name with ``!`` must be there and filled), a list with one form (a list of
such), or a word:

- ``text``, ``number``, ``bool``: JSON's own; ``id``: text or whole number; ``flag``: bool, 0 or 1
- ``amount``: number or text that is read as one; ``date``: text or unix seconds
- ``text:A B`` or ``number:1 2``: one of these values
- ``any``: not looked into

Every field may be null or missing where it has no ``!``. ``ENDPOINTS`` maps a remote to its endpoints, each with the place of its
objects in the answer (alternatives with a space between; "" is the answer itself) and their form.
"""

from __future__ import annotations

from typing import Any

from order_sync.contracts.api_holded import HOLDED
from order_sync.contracts.api_myparcel import MYPARCEL
from order_sync.contracts.api_wix import WIX

Form = Any
ENDPOINTS: dict[str, dict[str, tuple[str, Form]]] = {"wix": WIX, "holded": HOLDED, "myparcel": MYPARCEL}
