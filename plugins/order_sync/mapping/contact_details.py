"""Phone and e-mail as MyParcel takes them, or nothing where they are of no use.

Source: MyParcel contract, section 2.2 (phone at most 25 characters) and codes 3515, 3752; ITU-T E.164 (at most 15 digits); RFC 5321.
"""

from __future__ import annotations

import re

EMAIL_LENGTH = 254
_FEWEST_DIGITS, _MOST_DIGITS = 6, 15
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
# Reserved so that no mail ever arrives there (RFC 6761, RFC 6762); example domains are no less real in form.
_NOWHERE = frozenset({"invalid", "test", "localhost", "local", "onion"})
_NEXT = re.compile(r"\s*(?:[,;|]|\s/\s|\s-\s|[^\W\d_]{1,10}\.?\s*:?)\s*(?=[+(0-9]|$)")
_EXTENSION = re.compile(
    r"\s*(?:\b(?:ext|extension|toestel|tst|poste|durchwahl|int|x)\b\.?:?\s*[0-9]{1,6}|(?<=[0-9])x[0-9]{1,6}|#[0-9]{1,6})\s*$", re.IGNORECASE
)


def email(text: str) -> str:
    """The address with its domain in ASCII, "" where no mail can arrive there or it is longer than mail knows."""
    local, _, domain = text.strip().strip("<>").rpartition("@")
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        return ""
    whole = f"{local}@{domain}"
    if len(whole) > EMAIL_LENGTH or not _EMAIL.fullmatch(whole) or ".." in whole or local.startswith(".") or local.endswith("."):
        return ""
    return "" if domain.rpartition(".")[2].casefold() in _NOWHERE else whole


def phone(text: str) -> str:
    """Digits, with + before a country code: "+31 (0)6-1234" becomes "+3161234". Of several numbers the first; "" where none is usable.

    National numbers stay national: which country they belong to is not guessed.
    """
    found = _plain(_EXTENSION.sub("", text))
    return found if _usable(found) else next((one for one in map(_plain, _NEXT.split(text)) if _usable(one)), "")


def _plain(text: str) -> str:
    written = re.sub(r"[^\d+(]", "", re.sub(r"^(\s*(?:\+|00)[^(]*)\(\s*0\s*\)", r"\1", _ascii_digits(text)))
    abroad = re.match(r"\(?(?:\+|00)", written)
    digits = re.sub(r"[^0-9]", "", written)
    return f"+{digits.removeprefix('00')}" if abroad else digits


def _ascii_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _usable(number: str) -> bool:
    digits = number.lstrip("+")
    return _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and len(set(digits)) > 1
