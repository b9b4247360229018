"""The picture of the README: readable by everybody, in light and dark, from no other host; and the place of the screenshots."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from local import docs_commands
from order_sync.ui.layout import TABS

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "flow.svg"
SVG = "{http://www.w3.org/2000/svg}"


def colours(text: str) -> dict[str, str]:
    """Class (or element) to its fill, of one part of the style."""
    found = re.findall(r"([.a-z][\w, .]*) \{[^}]*?fill: (#[0-9a-f]{6})", text)
    return {name.strip(): fill for names, fill in found for name in names.split(",")}


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_picture_says_in_words_what_it_shows():
    picture = ET.parse(FILE).getroot()
    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    heads = {text.text.partition(",")[0] for text in picture.iter(f"{SVG}text") if "head" in text.get("class", "")}
    assert len(heads) == 10 and {head for head in heads if head not in told.text} == set()
    assert {tab for tab in TABS.values() if tab not in told.text} == set()


def test_the_picture_needs_nothing_from_elsewhere():
    text = FILE.read_text()
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<image|<script|@import", text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_words_can_be_read_in_light_and_dark(scheme):
    light, _, dark = re.search(r"<style>(.*?)</style>", FILE.read_text(), re.DOTALL)[1].partition("prefers-color-scheme: dark")
    fills = colours(dark if scheme == "dark" else light)
    grounds = [fills[f".{name}"] for name in ("ground", "panel", "box", "ours", "hold", "look")]
    worst = min(contrast(fills[words], ground) for words in ("text", ".small") for ground in grounds)
    assert worst >= 4.5


def test_the_readme_shows_it_with_an_alternative_text():
    assert re.search(r"!\[The way of an order: [^\]]{100,}\]\(docs/flow\.svg\)", (ROOT / "README.md").read_text())


def test_screenshots_are_shown_once_they_are_there(tmp_path):
    assert [title for _, title, _ in docs_commands.PAGES] == list(TABS.values())
    assert "![" not in docs_commands.pages(tmp_path)
    (tmp_path / "docs" / "screenshots").mkdir(parents=True)
    (tmp_path / "docs" / "screenshots" / "holds.png").write_bytes(b"")
    assert docs_commands.pages(tmp_path).endswith("![The page Holds](docs/screenshots/holds.png)")
