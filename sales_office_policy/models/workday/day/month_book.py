"""The attendance sheet of a month as a workbook, laid out as payroll clerks know it: plain Python, no ORM."""

import io

import xlsxwriter

#: colours of what is not as it should be; the sign says it as well
FILLS = {"danger": "#F8CBAD", "warning": "#FFE699", "info": "#BDD7EE", "success": "#C6E0B4", "muted": "#EDEDED"}
#: rows above the people: title, where and when, numbers of the days, weekdays
HEAD = 4
#: columns before the days: line, employee, department
SIDE = 3


def write_book(sheet, texts):
    """Return the bytes of a workbook with one sheet.

    A text stays a text: no name is run as a formula or becomes a link.

    :param sheet: what ``sales.office.day.get_month_sheet`` returns
    :param texts: headings in the reader's language
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(str(sheet["date_from"])[:7])
        formats = _get_formats(book)
        _set_page(page, sheet)
        _write_head(page, sheet, texts, formats)
        for number, row in enumerate(sheet["rows"]):
            _write_person(page, sheet, number, row, formats)
        _write_foot(page, sheet, texts, formats)
    return content.getvalue()


def _get_formats(book):
    base = {"border": 1, "align": "center", "valign": "vcenter", "font_size": 9}
    return {
        "": book.add_format(base),
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 9}),
        "head": book.add_format({**base, "bold": True, "text_wrap": True}),
        "name": book.add_format({**base, "align": "left"}),
        **{tone: book.add_format({**base, "bg_color": colour}) for tone, colour in FILLS.items()},
    }


def _set_page(page, sheet):
    """Fit the width of a landscape page, with the heads again on each."""
    days, width = len(sheet["days"]), _get_width(sheet)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.repeat_rows(0, HEAD - 1)
    page.freeze_panes(HEAD, SIDE)
    page.set_column(0, 0, 5)
    page.set_column(1, 2, 14)
    page.set_column(SIDE, SIDE + days - 1, 3.6)
    page.set_column(SIDE + days, width - 1, 7)
    page.set_row(0, 26)


def _get_width(sheet):
    return SIDE + len(sheet["days"]) + len(sheet["columns"])


def _write_head(page, sheet, texts, formats):
    width, head = _get_width(sheet), formats["head"]
    page.merge_range(0, 0, 0, width - 1, "", formats["title"])
    page.write_string(0, 0, texts["title"], formats["title"])
    page.write_string(1, 0, texts["where"], formats["plain"])
    page.write_string(1, SIDE + len(sheet["days"]) // 2, texts["period"], formats["plain"])
    labels = [texts["number"], texts["employee"], texts["department"]]
    for column, label in enumerate(labels):
        _write_tall(page, column, label, head)
    for column, day in enumerate(sheet["days"], SIDE):
        tone = formats["muted"] if day["is_weekend"] else head
        page.write_number(HEAD - 2, column, day["number"], tone)
        page.write_string(HEAD - 1, column, day["weekday"], tone)
    for column, (_key, label) in enumerate(sheet["columns"], SIDE + len(sheet["days"])):
        _write_tall(page, column, label, head)


def _write_tall(page, column, label, style):
    """Write a heading over both rows of the days."""
    page.merge_range(HEAD - 2, column, HEAD - 1, column, "", style)
    page.write_string(HEAD - 2, column, label, style)


def _write_person(page, sheet, number, row, formats):
    line = HEAD + number
    page.write_number(line, 0, number + 1, formats[""])
    page.write_string(line, 1, row["name"], formats["name"])
    page.write_string(line, 2, row["department"], formats["name"])
    for column, cell in enumerate(row["cells"], SIDE):
        page.write_string(line, column, cell["text"], formats[cell["tone"]])
    _write_counts(page, sheet, line, row["counts"], formats[""])


def _write_counts(page, sheet, line, counts, style):
    for column, (key, _label) in enumerate(sheet["columns"], SIDE + len(sheet["days"])):
        page.write_number(line, column, counts.get(key, 0), style)


def _write_foot(page, sheet, texts, formats):
    """Write the totals, what the signs mean, and who signs the sheet."""
    line = HEAD + len(sheet["rows"])
    page.write_string(line, 1, texts["total"], formats["head"])
    _write_counts(page, sheet, line, sheet["totals"], formats["head"])
    legend = "    ".join(f"{sign['sign']} {sign['label']}" for sign in sheet["signs"])
    page.write_string(line + 2, 0, legend, formats["plain"])
    step = max(6, _get_width(sheet) // len(texts["signatures"]))
    for number, label in enumerate(texts["signatures"]):
        page.write_string(line + 4, number * step, label, formats["plain"])
