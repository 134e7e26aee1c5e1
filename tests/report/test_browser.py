"""A report in a browser: every figure is drawn, nothing comes from elsewhere, nothing complains; and in print."""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import harness
from harness import Case

SWEEP = """name: small
grids:
  - name: main
    functions: [gelu, exp]
    entries: [4, 8]
    engine: [{name: islands, generations: 20}, exact]
  - name: bits
    functions: gelu
    entries: [2, 3, 4]
    slope: {bits: [5, 6, 7], frac: 4}
    intercept: {bits: 5, frac: 3}
    engine: exact
"""

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTH = 1100
FIGURES = 12

# Of each figure its box on the page, and whether a text in it is wider than the figure.
PROBE = """
<script>
addEventListener("load", () => {
  const boxes = [...document.querySelectorAll("figure")].map(figure => {
    const svg = figure.querySelector("svg").getBoundingClientRect();
    const texts = [...figure.querySelectorAll("svg text")].map(text => text.getBoundingClientRect());
    const out = texts.filter(t => t.width > 0 && (t.left < svg.left - 1 || t.right > svg.right + 1 ||
                                                  t.top < svg.top - 1 || t.bottom > svg.bottom + 1)).length;
    return [figure.id, svg.left, svg.top, svg.width, svg.height, texts.length, out].join(" ");
  });
  document.body.dataset.boxes = boxes.join(";");
  document.body.dataset.height = document.documentElement.scrollHeight;
  document.body.dataset.wide = document.documentElement.scrollWidth;
});
</script>
"""


def pixels(path):
    """Rows of bytes of a PNG of 8 bits a channel, and how many bytes a pixel has."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, body, header = 8, b"", None
    while at < len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", data[at + 8 : at + 8 + length])
        if kind == b"IDAT":
            body += data[at + 8 : at + 8 + length]
        at += length + 12
    width, height, depth, colour, _, _, interlaced = header
    assert (depth, interlaced) == (8, 0) and colour in (2, 6)
    size = 3 if colour == 2 else 4
    raw, stride, rows, above = zlib.decompress(body), width * size, [], bytearray(width * size)
    for y in range(height):
        line = raw[y * (stride + 1) : (y + 1) * (stride + 1)]
        above = unfilter(line[0], bytearray(line[1:]), above, size)
        rows.append(above)
    return rows, size


def unfilter(kind, row, above, size):
    if kind == 0:
        return row
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above))
    for i, value in enumerate(row):
        left = row[i - size] if i >= size else 0
        if kind == 1:
            row[i] = (value + left) & 255
        elif kind == 3:
            row[i] = (value + (left + above[i]) // 2) & 255
        else:
            corner = above[i - size] if i >= size else 0
            p = left + above[i] - corner
            d = (abs(p - left), abs(p - above[i]), abs(p - corner))
            row[i] = (value + (left if d[0] <= d[1] and d[0] <= d[2] else above[i] if d[1] <= d[2] else corner)) & 255
    return row


@unittest.skipIf(BROWSER is None, "there is no chromium")
@unittest.skipIf(shutil.which("gnuplot") is None, "gnuplot is missing")
class Browser(Case):
    def setUp(self):
        super().setUp()
        self.write("small.yaml", SWEEP)
        self.write("times.json", '[{"program": "p", "function": "gelu", "entries": 8, "seconds": 1, "mse": 1e-4}]')
        self.lutdse("report", "small.yaml", "-t", "1", "-d", "cpu", "-q", "-o", "out", "--benchmark", "times.json")

    def browse(self, *arguments, page="out/report.html"):
        """Open a page with all names of the network leading nowhere. Returns stdout; fails at what the page complains of."""
        profile = tempfile.mkdtemp(dir=self.folder)
        command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--hide-scrollbars"]
        command += ["--enable-logging=stderr", "--v=0", f"--user-data-dir={profile}", f"--window-size={WIDTH},900"]
        done = subprocess.run(
            [*command, *arguments, f"file://{self.path(page)}"], capture_output=True, timeout=300, check=False
        )
        told = done.stderr.decode(errors="replace")
        self.assertEqual(done.returncode, 0, told)
        self.assertEqual([line for line in told.splitlines() if "CONSOLE" in line or "net::" in line], [])
        return done.stdout.decode()

    def layout(self):
        """The boxes of all figures, and how high the page is."""
        text = self.read("out/report.html").decode()
        self.write("probe.html", text.replace("</body>", PROBE + "</body>"))
        body = re.search(r"<body ([^>]*)>", self.browse("--dump-dom", page="probe.html"))[1]
        boxes = {}
        for box in re.search(r'data-boxes="([^"]*)"', body)[1].split(";"):
            name, *numbers = box.split(" ")
            boxes[name] = [float(number) for number in numbers]
        self.assertLessEqual(int(re.search(r'data-wide="(\d+)"', body)[1]), WIDTH, "the page is wider than its window")
        return boxes, int(re.search(r'data-height="(\d+)"', body)[1])

    def test_screen(self):
        boxes, height = self.layout()
        self.assertEqual(len(boxes), FIGURES)
        self.browse(f"--window-size={WIDTH},{height}", f"--screenshot={self.path('shot.png')}")
        rows, size = pixels(self.path("shot.png"))
        self.assertEqual(len(rows[0]), WIDTH * size)
        for name, (left, top, width, tall, texts, outside) in boxes.items():
            with self.subTest(name):
                self.assertGreater(width, 300)
                self.assertGreater(texts, 5)
                self.assertEqual(outside, 0, "texts beyond the figure")
                self.check_drawn([row[int(left) * size : int(left + width) * size] for row in rows[int(top) : int(top + tall)]], size)

    def check_drawn(self, box, size):
        """Ink in all quarters, most of the rest white, and colours."""
        marked = [[x for x in range(0, len(row), size) if min(row[x : x + 3]) < 200] for row in box]
        half, middle = len(box) // 2, len(box[0]) // 2
        for part in (marked[:half], marked[half:]):
            self.assertGreater(sum(1 for row in part for x in row if x < middle), 20)
            self.assertGreater(sum(1 for row in part for x in row if x >= middle), 20)
        coloured = sum(1 for row in box for x in range(0, len(row), size) if max(row[x : x + 3]) - min(row[x : x + 3]) > 60)
        self.assertGreater(coloured, 20)

    def test_print(self):
        text = self.read("out/report.html").decode()
        self.browse("--no-pdf-header-footer", f"--print-to-pdf={self.path('page.pdf')}")
        if shutil.which("pdftotext") is None or shutil.which("pdfinfo") is None:
            self.skipTest("poppler-utils is missing")
        pages = subprocess.run(["pdftotext", "-layout", self.path("page.pdf"), "-"], capture_output=True, text=True, check=True)
        for number in range(1, text.count("<figure ") + 1):
            self.assertRegex(pages.stdout, rf"Figure {number}\.")
        # A figure and its caption stay together: what the panels are called stands on the page of the caption.
        bars = next(page for page in pages.stdout.split("\f") if "Figure 1." in page)
        self.assertIn("Mean squared error", bars)
        self.assertIn("exp", bars)
        info = subprocess.run(["pdfinfo", self.path("page.pdf")], capture_output=True, text=True, check=True).stdout
        self.assertIn(int(re.search(r"Pages: +(\d+)", info)[1]), range(3, 20))

    def test_alone(self):
        """The page is the same where nothing else of the report is."""
        shutil.copy(self.path("out/report.html"), self.path("alone.html"))
        shutil.rmtree(self.path("out"))
        self.assertEqual(self.browse("--dump-dom", page="alone.html").count("<figure "), FIGURES)


if __name__ == "__main__":
    harness.main()
