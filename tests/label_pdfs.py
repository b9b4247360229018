"""Small real PDFs as MyParcel makes them: A6 pages, A4 sheets with labels by place, on a white ground that hides what lies below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_PLACES = {1: (0, 421), 2: (297, 421), 3: (0, 0), 4: (297, 0)}


def a6(texts: Sequence[str]) -> bytes:
    """One page per label."""
    return _pdf([[(text, 10, 200)] for text in texts], 298, 420)


def a4(texts: Sequence[str], place: int = 1) -> bytes:
    """Sheets of four, the first from ``place`` on."""
    sheets: list[list[tuple[str, int, int]]] = [[]]
    for text in texts:
        if place > 4:
            sheets.append([])
            place = 1
        x, y = _PLACES[place]
        sheets[-1].append((text, x + 10, y + 200))
        place += 1
    return _pdf(sheets, 595, 842)


def _pdf(pages: Sequence[Sequence[tuple[str, int, int]]], width: int, height: int) -> bytes:
    font = 3 + 2 * len(pages)
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"]
    for number, drawn in enumerate(pages):
        content = f"1 1 1 rg 0 0 {width} {height} re f 0 0 0 rg "  # white over all of the page
        content += " ".join(f"BT /F1 18 Tf {x} {y} Td ({text}) Tj ET" for text, x, y in drawn)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def by_place(page: Any) -> list[str]:
    """The texts of an A4 sheet from top left to bottom right, wherever they stand in the file."""
    found: list[tuple[bool, bool, str]] = []

    def seen(text: str, _cm: Any, tm: Sequence[float], *_: Any) -> None:
        if text.strip():
            found.append((float(tm[5]) < 421, float(tm[4]) >= 297, text.strip()))

    page.extract_text(visitor_text=seen)
    return [text for *_, text in sorted(found, key=lambda one: one[:2])]
