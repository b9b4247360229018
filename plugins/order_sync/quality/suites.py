"""All suites by name, and the plain-language sentence of every rule. Importing this loads neither Great Expectations nor pandas."""

from __future__ import annotations

from order_sync.quality.documents import BEFORE_SEND_DOCUMENTS
from order_sync.quality.landed import LANDED_AND_BUILT
from order_sync.quality.rules import Rule, Suite
from order_sync.quality.sent import AFTER_SEND_DOCUMENTS, AFTER_SEND_SHIPMENTS, TRACKING
from order_sync.quality.series import SERIES
from order_sync.quality.shipments import BEFORE_SEND_SHIPMENTS

_ALL = (LANDED_AND_BUILT, BEFORE_SEND_DOCUMENTS, BEFORE_SEND_SHIPMENTS, AFTER_SEND_DOCUMENTS, AFTER_SEND_SHIPMENTS, SERIES, TRACKING)
SUITES: dict[str, Suite] = {suite.name: suite for suite in _ALL}
RULES: dict[str, Rule] = {rule.id: rule for suite in SUITES.values() for rule in suite.rules}


def sentence(rule: str) -> str:
    """What a rule demands, in a sentence; the rule's id where an older version of the product made the result."""
    return RULES[rule].says if rule in RULES else rule
