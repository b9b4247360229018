"""PDFs of several calls as one tidy file: A6 pages one after the other, A4 sheets filled without gaps."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from order_sync.errors import ContractBroken
from order_sync.steps.label_batches import PLACES

if TYPE_CHECKING:
    from pypdf import PageObject

log = logging.getLogger(__name__)


class Pages:
    """A file of whole pages, in the order in which they came."""

    place: int | None = None  # the next free place of the running sheet; None: pages are not shared

    def __init__(self) -> None:
        from pypdf import PdfWriter

        self.writer = PdfWriter()
        self.labels = 0

    def add(self, pdf: bytes, labels: int) -> None:
        """The PDF of one call with so many labels."""
        pages = read(pdf)
        if self.place is None and len(pages) < labels:
            log.warning("a file of %s labels has %s pages", labels, len(pages))
        self._put(pages, labels)
        self.labels += labels

    def _put(self, pages: list[PageObject], labels: int) -> None:
        for page in pages:
            self.writer.add_page(page)

    @property
    def pages(self) -> int:
        """Pages so far."""
        return len(self.writer.pages)

    def bytes(self) -> bytes:
        """The file; fonts and pictures that its pages share are kept once."""
        out = io.BytesIO()
        self.writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        self.writer.write(out)
        return out.getvalue()


class Sheets(Pages):
    """A4 sheets of four labels. MyParcel places the labels (``positions``); what shares a sheet with the call before is laid over it."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.place: int = position
        self._sheet: PageObject | None = None  # the last sheet while places on it are free

    @property
    def positions(self) -> list[int]:
        """The free places of the sheet on which the next label goes."""
        return list(range(self.place, PLACES + 1))

    @property
    def pages(self) -> int:
        """Pages so far."""
        return len(self.writer.pages) + (self._sheet is not None)

    def bytes(self) -> bytes:
        """The file, with the sheet that was begun last."""
        self._keep_sheet()
        return super().bytes()

    def _put(self, pages: list[PageObject], labels: int) -> None:
        used = self.place - 1 + labels
        if len(pages) != -(-used // PLACES):
            # Labels do not stand where they were expected: nothing is laid over anything.
            log.warning("%s labels from place %s on take %s sheets; the next ones begin a new sheet", labels, self.place, len(pages))
            self._keep_sheet()
            super()._put(pages, labels)
            self.place = 1
            return
        if self._sheet is not None:
            pages = [_laid_over(self._sheet, pages[0], self.place), *pages[1:]]
            self._sheet = None
        self.place = used % PLACES + 1
        if self.place > 1:
            self._sheet = pages.pop()
        super()._put(pages, labels)

    def _keep_sheet(self) -> None:
        if self._sheet is not None:
            self.writer.add_page(self._sheet)
            self._sheet = None


def _laid_over(sheet: PageObject, page: PageObject, place: int) -> PageObject:
    """One page of the used places of ``sheet`` and the places of ``page`` from ``place`` on.

    What is laid over is cut to its own places, so that a white ground hides nothing; merge_page cuts to the crop box.
    """
    from pypdf import PdfWriter
    from pypdf.generic import RectangleObject

    box = page.mediabox
    middle_x, middle_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    lower, upper = sheet, page
    if place == 2:  # the other way round: what is cut out must be a rectangle
        lower, upper = page, sheet
        upper.cropbox = RectangleObject((box.left, middle_y, middle_x, box.top))
    else:
        upper.cropbox = RectangleObject((box.left if place == 3 else middle_x, box.bottom, box.right, middle_y))
    made = PdfWriter().add_page(lower)  # only a writer's page can be written on
    made.merge_page(upper)
    return made


def read(pdf: bytes) -> list[Any]:
    """The pages of a PDF; ContractBroken where it is none."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = list(PdfReader(io.BytesIO(pdf)).pages)
    except PyPdfError:
        pages = []
    if not pages:
        raise ContractBroken(
            "the label file cannot be read", where="MyParcel GET /shipment_labels/{ids}",
            cure="Trigger the run again: what is registered is printed again and costs nothing; else print in MyParcel's back office.",
        )  # fmt: skip
    return pages
