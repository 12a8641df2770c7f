"""The volume of the benchmark, drawn by another library: `binder.py reportlab|typst PAGES.jsonl FONTS OUT.pdf`.

The pages come laid out, in points from the top left corner; reading them is not measured. Both write the same pages with
running numbers and empty backs, ReportLab bookmarks as well. Prints one JSON object: seconds of wall and CPU, peak of memory
and size of the file in bytes.
"""
import json
import os
import resource
import sys
import time

FILES = {"Sans": "NotoSansSC-Regular.ttf", "SansBold": "NotoSansSC-Bold.ttf", "Serif": "NotoSerifSC-Bold.ttf"}


def by_reportlab(pages, fonts, out):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, os.path.join(fonts, file)))
    canvas = Canvas(out, pageCompression=1)

    def outline(path, height):
        drawn = canvas.beginPath()
        for step in path:
            to = [v if n % 2 == 0 else height - v for n, v in enumerate(step[1:])]
            {"m": drawn.moveTo, "l": drawn.lineTo, "c": drawn.curveTo, "z": drawn.close}[step[0]](*to)
        return drawn

    for number, page in enumerate(pages, 1):
        height = page["h"]
        canvas.setPageSize((page["w"], height))
        if page["title"]:
            canvas.bookmarkPage(page["title"])
            canvas.addOutlineEntry(page["title"], page["title"])
        for item in page["items"]:
            if item[0] == "t":
                _, face, size, x, y, words, space, turned, tint = item
                canvas.setFillColorRGB(*(v / 255 for v in tint))
                canvas.setFont(face, size)
                if turned:
                    canvas.saveState()
                    canvas.translate(x, height - y)
                    canvas.rotate(turned)
                    canvas.drawString(0, 0, words, charSpace=space)
                    canvas.restoreState()
                else:
                    canvas.drawString(x, height - y, words, charSpace=space)
            elif item[0] == "s":
                _, path, weight, tint, round_ends = item
                canvas.setStrokeColorRGB(*(v / 255 for v in tint))
                canvas.setLineWidth(weight)
                canvas.setLineCap(round_ends)
                canvas.setLineJoin(round_ends)
                canvas.drawPath(outline(path, height), stroke=1, fill=0)
            else:
                _, path, tint = item
                canvas.setFillColorRGB(*(v / 255 for v in tint))
                canvas.drawPath(outline(path, height), stroke=0, fill=1, fillMode=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Sans", 9)
        canvas.drawString(page["x"], height - page["y"], str(number))
        canvas.showPage()
        canvas.setPageSize((page["w"], height))
        canvas.showPage()
    canvas.save()


def by_typst(pages, fonts, out):
    import typst

    family = {"Sans": ("Noto Sans SC", 400), "SansBold": ("Noto Sans SC", 700), "Serif": ("Noto Serif SC", 700)}

    def colour(tint):
        return "rgb(%d,%d,%d)" % tuple(tint)

    def words(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def outline(path):
        steps = []
        for step in path:
            if step[0] == "z":
                steps.append("curve.close(mode:\"straight\")")
                continue
            points = ["(%spt,%spt)" % (step[n], step[n + 1]) for n in range(1, len(step), 2)]
            steps.append({"m": "curve.move", "l": "curve.line", "c": "curve.cubic"}[step[0]] + "(" + ",".join(points) + ")")
        return ",".join(steps)

    source = ["#set page(margin:0pt)\n#set text(top-edge:\"baseline\",bottom-edge:\"baseline\")\n"]
    for number, page in enumerate(pages, 1):
        source.append("#page(width:%spt,height:%spt)[" % (page["w"], page["h"]))
        for item in page["items"]:
            if item[0] == "t":
                _, face, size, x, y, text, space, turned, tint = item
                name, weight = family[face]
                body = 'text(font:"%s",weight:%d,size:%spt,fill:%s,tracking:%spt,%s)' % (
                    name, weight, size, colour(tint), space, words(text),
                )
                if turned:
                    body = "rotate(%sdeg,origin:left+top,%s)" % (-turned, body)
                source.append("#place(dx:%spt,dy:%spt,box(%s))" % (x, y, body))
            elif item[0] == "s":
                _, path, weight, tint, ends = item
                cap = "round" if ends else "butt"
                source.append(
                    '#place(curve(stroke:(paint:%s,thickness:%spt,cap:"%s"),%s))' % (colour(tint), weight, cap, outline(path))
                )
            else:
                _, path, tint = item
                source.append("#place(curve(fill:%s,%s))" % (colour(tint), outline(path)))
        source.append('#place(dx:%spt,dy:%spt,text(font:"Noto Sans SC",size:9pt,"%d"))]\n' % (page["x"], page["y"], number))
        source.append("#page(width:%spt,height:%spt)[]\n" % (page["w"], page["h"]))
    typst.compile("".join(source).encode(), output=out, font_paths=[fonts], pdf_standards=["a-2b"])


def main():
    how, source, fonts, out = sys.argv[1:]
    with open(source, encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    began, cpu = time.perf_counter(), time.process_time()
    {"reportlab": by_reportlab, "typst": by_typst}[how](pages, fonts, out)
    told = {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "size": os.path.getsize(out),
    }
    print(json.dumps(told))


main()
