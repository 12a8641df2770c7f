"""The ledger of the benchmark, written by another library: `ledger.py xlsxwriter|openpyxl ROWS.jsonl OUT.xlsx`.

Prints one JSON object: seconds of wall and CPU, bytes of file.
"""
import datetime
import json
import os
import sys
import time


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row[2] = datetime.datetime.fromisoformat(row[2])
            yield row


def by_xlsxwriter(source, out):
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "border": 1})
    cell = book.add_format({"border": 1})
    for n, row in enumerate(rows(source)):
        for at, value in enumerate(row):
            if at == 2:
                sheet.write_datetime(n, at, value, when)
            elif isinstance(value, int):
                sheet.write_number(n, at, value, cell)
            else:
                sheet.write_string(n, at, value, cell)
    book.close()


def by_openpyxl(source, out):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for row in rows(source):
        sheet.append(row)
    book.save(out)


def main():
    how, source, out = sys.argv[1:]
    began, cpu = time.perf_counter(), time.process_time()
    {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}[how](source, out)
    told = {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "size": os.path.getsize(out),
    }
    print(json.dumps(told))


main()
