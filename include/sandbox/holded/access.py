"""Who may call, and how often: bearer token, scopes, calls per minute and per month (contract 1.1 to 1.4)."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from fastapi import Request

from sandbox.holded.account import Account
from sandbox.holded.problems import Refused
from sandbox.holded.switches import PLANS

CEILING = 2_000_000  # what an account that pays for overage was shown
NEXT_PLAN = {"plus": "basic", "basic": "standard", "standard": "advanced", "advanced": "premium"}


def admit(account: Account, request: Request, scope: str | None) -> None:
    """Refuse a missing or unknown token, a spent limit, a missing scope, in this order; count the call otherwise."""
    word, _, token = request.headers.get("authorization", "").partition(" ")
    if word.lower() != "bearer" or not token.startswith("pat_"):
        raise Refused(401, "Invalid or missing API key")
    if token != account.sandbox.account(account.key).holded_token or account.switch("revoked"):
        raise Refused(403, "Access denied.")
    _count(account)
    if scope and scope in account.switch("missing_scopes"):
        raise Refused(403, f"Insufficient permissions: {scope} required.")


def _count(account: Account) -> None:
    now, (minute, month) = account.seconds(), limits(account)
    calls = account.memory.setdefault("minute", [])
    while calls and calls[0] <= now - 60:
        calls.pop(0)
    if used(account) >= month:
        raise too_many(month, "month", _next_month(now), now)
    if len(calls) >= minute:
        raise too_many(minute, "minute", calls[0] + 60, now)
    calls.append(now)
    account.memory["month"] = {"period": _period(now), "calls": _counted(account, now) + 1}


def limits(account: Account) -> tuple[int, int]:
    """Calls a minute and calls a month of the account's plan."""
    minute, month = PLANS[account.switch("plan")]
    if account.switch("usage_limit") == "ceiling":
        month = CEILING
    return account.switch("calls_per_minute") or minute, account.switch("calls_per_month") or month


def used(account: Account) -> int:
    """Calls of this month."""
    before = int(account.switch("calls_used_before")) + int(account.switch("calls_v1_before"))
    return before + _counted(account, account.seconds())


def usage(account: Account, kind: str = "automation_token") -> dict[str, Any]:
    """The answer of GET /usage; the sandbox has one counter of calls, whatever ``kind`` asks for."""
    plan, (_, month) = account.switch("plan"), limits(account)
    following = NEXT_PLAN.get(plan)
    return {
        "type": kind,
        "period": _period(account.seconds()),
        "usage": used(account),
        "limit": month,
        "count": 1,
        "secondary_usages": {"api_v1_legacy_1": v1} if (v1 := int(account.switch("calls_v1_before"))) else {},
        "user_usages": {},
        "next_plan": following,
        "next_limit": PLANS[following][1] if following else None,
    }


def too_many(limit: int, window: str, reset: float, now: float) -> Refused:
    """The 429 of a window with its headers."""
    headers = {
        "Retry-After": str(max(1, math.ceil(reset - now))),
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(math.ceil(reset)),
        "X-RateLimit-Window": window,
    }
    return Refused(429, "Rate limit exceeded", headers=headers)


def _counted(account: Account, now: float) -> int:
    month = account.memory.get("month", {})
    return month.get("calls", 0) if month.get("period") == _period(now) else 0


def _period(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m")


def _next_month(now: float) -> float:
    at = datetime.fromtimestamp(now, UTC)
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC).timestamp()
