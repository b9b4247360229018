"""The frame of the HTML report: inline style, light and dark, tables that become cards on a phone. No script, nothing from outside."""

from __future__ import annotations

from html import escape

_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --back: #ffffff; --card: #f6f8fa; --line: #d0d7de;
  --good: #116329; --bad: #a40e26; --bad-back: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b1; --back: #0d1117; --card: #161b22; --line: #30363d;
  --good: #56d364; --bad: #ff7b72; --bad-back: #3d1418; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { margin: .25rem 0 1rem; }
.soft, caption { color: var(--soft); }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; }
tr.failed td { background: var(--bad-back); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
code { font: .85em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft); }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem 0; }
a:focus-visible, summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
@media (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, caption, tbody, tr, td { display: block; }
  tr { margin-bottom: .75rem; padding: .25rem 0; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); }
  td, td.number { display: flex; gap: .75rem; border: 0; padding: .25rem .75rem; text-align: left; }
  td::before { content: attr(data-label); flex: 0 0 7rem; color: var(--soft); }
}
@media print { details { display: block; } }
"""


def page(title: str, lead: str, body: str) -> str:
    """A whole document. ``title`` and ``lead`` are plain text; ``body`` is HTML made by the functions below."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="soft">{escape(lead)}</p>\n{body}\n</main>\n</body>\n</html>\n'
    )


def table(heads: list[str], rows: list[list[object]], *, caption: str = "", marked: list[bool] | None = None) -> str:
    """A table of plain values, escaped here; whole numbers stand right. A ``Markup`` value is taken as it is."""
    numeric = [bool(rows) and all(type(row[place]) is int for row in rows) for place in range(len(heads))]
    classes = [' class="number"' if right else "" for right in numeric]
    head = "".join(f'<th scope="col"{name}>{escape(text)}</th>' for text, name in zip(heads, classes, strict=True))
    lines = []
    for place, row in enumerate(rows):
        cells = "".join(
            f'<td{name} data-label="{escape(text)}"><span>{cell(value)}</span></td>'
            for text, name, value in zip(heads, classes, row, strict=True)
        )
        opened = '<tr class="failed">' if marked and marked[place] else "<tr>"
        lines.append(f"{opened}{cells}</tr>")
    words = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{words}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


class Markup(str):
    """Text that is HTML already."""


def cell(value: object) -> str:
    """A value as people read it: thousands apart, yes and no, a dash for nothing."""
    if isinstance(value, Markup):
        return value
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return escape(", ".join(str(entry) for entry in value)) or "–"
    return escape(str(value))
