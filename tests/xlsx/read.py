"""read.py FILE.xlsx   what openpyxl finds in a workbook, as JSON: one object a worksheet, a cell as null or [kind, value, format]."""

import datetime
import json
import sys

import openpyxl


def cell(found):
    value = found.value
    if value is None:
        return None
    if isinstance(value, bool):
        return ["bool", value, found.number_format]
    if isinstance(value, (int, float)):
        return ["number", value, found.number_format]
    if isinstance(value, datetime.datetime):
        return ["date", value.strftime("%Y-%m-%d %H:%M"), found.number_format]
    return ["text", str(value), found.number_format]


book = openpyxl.load_workbook(sys.argv[1])
sheets = [
    {
        "name": sheet.title,
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "titles": (sheet.print_title_rows or "").replace("$", ""),
        "size": [sheet.max_row, sheet.max_column],
        "rows": [[cell(found) for found in row] for row in sheet.iter_rows()],
    }
    for sheet in book.worksheets
]
json.dump({"author": book.properties.creator, "sheets": sheets}, sys.stdout, ensure_ascii=False)
