"""Raw orders in bulk: their hashes and keys before they are decoded, and the compressed chunks in which they are kept."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from order_sync.mapping.wix_order import key_of, legible


class _Head(msgspec.Struct, gc=False):
    id: str = ""


class RawOrder(NamedTuple):
    """An order not yet decoded: its key, its bytes and their hash."""

    wix_order_id: str
    raw: bytes
    digest: bytes


_head = msgspec.json.Decoder(_Head).decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def raw_order(payload: msgspec.Raw | bytes) -> RawOrder:
    """Key and blake2b-16 hash of one order."""
    raw = bytes(payload)
    digest = hashlib.blake2b(raw, digest_size=16).digest()
    return RawOrder(key_of(_id(raw), digest), raw, digest)


def pack(raws: Sequence[bytes]) -> bytes:
    """A chunk: zlib of a JSON array of whole orders, byte for byte as Wix sent them."""
    return zlib.compress(b"[" + b",".join(raws) + b"]", 1)


def unpack(chunk: bytes) -> list[bytes]:
    """The orders of a chunk, by their place in it."""
    return [bytes(raw) for raw in _split(zlib.decompress(chunk))]


def _id(raw: bytes) -> str | None:
    try:
        return _head(legible(raw) if b"\\u0000" in raw else raw).id
    except msgspec.ValidationError:
        return None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    try:
        return _head(legible(raw)).id
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
