"""What to do about a kind of hold, step by step: the runbook, one page per code."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from markupsafe import Markup, escape

from order_sync.contracts.holds import HOLD_CODES
from order_sync.contracts.runbook import RUNBOOK, WHO, heals
from order_sync.errors import NotThere
from order_sync.ui.access import User
from order_sync.ui.layout import page
from order_sync.ui.selection import selected


def add(app: FastAPI) -> None:
    """Put the route on the app."""

    @app.get("/holds/codes/{code}")
    def one_code(request: Request, code: str, user: User) -> Response:
        chosen = selected(request, user)
        if code not in RUNBOOK:
            raise NotThere("no such reason to hold an order", where="the address", cure="Open it from the list of holds.", status=404)
        entry, hold = RUNBOOK[code], HOLD_CODES[code]
        return page(
            request, "hold_code.html", tab="holds", title=_sentence(hold.means), zone=chosen.zone, chosen=chosen, code=code,
            sees=_shown(entry.sees), steps=[_shown(step) for step in entry.steps], never=_shown(entry.never),
            who=WHO[entry.who], heals=_shown(heals(hold, entry)),
        )  # fmt: skip


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _shown(text: str) -> Markup:
    """Words between backticks as code; all of it escaped."""
    parts = text.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts))
