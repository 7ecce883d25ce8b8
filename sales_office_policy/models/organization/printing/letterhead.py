"""Letterhead and page numbers for a wkhtmltopdf that prints neither: sheets of their own, laid under the pages."""

import copy
import io
from itertools import zip_longest

import lxml.html

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

POINTS = 72 / 25.4  # in a millimetre
STYLE = """
html, body { margin: 0; padding: 0; background: transparent; }
.o_sales_office_sheet { position: relative; height: 0; overflow: hidden; page-break-after: always; }
.o_sales_office_sheet { -webkit-transform: translate(0, 0); } /* what is fixed to a page is fixed to its sheet */
.o_sales_office_sheet > div { position: absolute; left: 0; width: 100%; max-width: none; background: transparent; }
"""


def read(content):
    """Return the pages of a PDF (bytes)."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [reader.getPage(number) for number in range(reader.getNumPages())]


def get_places(page, paper, arguments):
    """Return the height of a sheet in percent of its width, and the tops of header and footer in percent of its height.

    Shares of the page, because how long a millimetre comes out depends on the screen wkhtmltopdf believes to have.

    :param page: a page of the document; paper: its ``report.paperformat``
    :param arguments: what the document's layout sets instead of the paper format (``data-report-...``)
    """
    width, height = (float(size) / POINTS for size in (page.mediaBox.getWidth(), page.mediaBox.getHeight()))
    top = float(arguments.get("data-report-margin-top", paper.margin_top))
    spacing = float(arguments.get("data-report-header-spacing", paper.header_spacing))
    bottom = float(arguments.get("data-report-margin-bottom", paper.margin_bottom))
    # a little less than the page, so that rounding makes no sheet two pages long
    ratio = 99.8 * height / (width - paper.margin_left - paper.margin_right)
    # a hair below the text, whose white ground would cover a line at the very top of the footer
    return ratio, 100 * max(top - spacing, 0) / height, 100 * (height - bottom + 0.5) / height


def render(header, footer, counts, places):
    """Return a document (str) with a sheet for each page, to be printed without margins above and below.

    None when the documents have neither header nor footer.

    :param header, footer: the documents (str) in which core collects those of each printed document
    :param counts: how many pages each of these has
    """
    page = lxml.html.document_fromstring(header)
    headers = _get_parts(page, "headers")
    footers = _get_parts(lxml.html.document_fromstring(footer), "footers")
    if not headers and not footers:
        return None
    for script in page.xpath("//script"):
        script.drop_tree()
    style = lxml.html.Element("style")
    style.text = STYLE
    page.head.append(style)
    body = page.body
    outer = {name: body.get(name) for name in ("class", "dir") if body.get(name)}
    body.clear()
    for parts, count in zip(zip_longest(headers, footers), counts, strict=False):
        body.extend(_get_sheet(parts, number, count, places, outer) for number in range(1, count + 1))
    return lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")


def _get_parts(page, kind):
    return page.xpath(f"//div[@id='minimal_layout_report_{kind}']/div")


def _get_sheet(parts, number, count, places, outer):
    """Return the sheet of one page: its document's header and footer, with the page's number."""
    ratio, *tops = places
    sheet = lxml.html.Element("div", {"class": "o_sales_office_sheet", "style": f"padding-bottom: {ratio}%"})
    for part, top in zip(parts, tops, strict=True):
        if part is not None:
            place = lxml.html.Element("div", {**outer, "style": f"top: {top}%"})
            place.append(copy.deepcopy(part))
            sheet.append(place)
    for name, value in (("page", number), ("topage", count)):
        for node in sheet.find_class(name):
            node.text = str(value)
    return sheet


def lay_under(pages, sheets):
    """Return the PDF (bytes) of some pages with a sheet under each: what wkhtmltopdf prints has a white ground."""
    writer = PdfFileWriter()
    for number, (page, sheet) in enumerate(zip_longest(pages, sheets)):
        writer.addPage(sheet or page)
        if sheet:
            writer.getPage(number).mergePage(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
