"""A small PDF file by hand: pages with texts and frames, a correct table of references, readable by any viewer."""

from __future__ import annotations

from dataclasses import dataclass, field

SIZES = {"A4": (595, 842), "A6": (298, 420)}  # points


@dataclass
class Page:
    """One page. ``texts``: (x, y, size, text); ``frames``: (x, y, width, height); points from the lower left corner."""

    width: int
    height: int
    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)

    def stream(self) -> bytes:
        """What is drawn."""
        drawn = [f"{x:g} {y:g} {width:g} {height:g} re S".encode() for x, y, width, height in self.frames]
        drawn += [f"BT /F1 {size:g} Tf {x:g} {y:g} Td (".encode() + _escaped(text) + b") Tj ET" for x, y, size, text in self.texts]
        return b"\n".join(drawn)


def write(pages: list[Page]) -> bytes:
    """The file."""
    numbers = [4 + 2 * place for place in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        drawn = page.stream()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream")
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _escaped(text: str) -> bytes:
    """The text in the font's encoding; what it has no letter for becomes a question mark."""
    plain = " ".join(text.split()).encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
