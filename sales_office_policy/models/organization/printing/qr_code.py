"""A QR code as lines to draw, without an image library: it is sharp in any size."""

from functools import lru_cache

from qrcode import QRCode


@lru_cache(maxsize=128)
def draw_code(text):
    """Return the QR code of ``text`` as ``(width, path)``: an SVG path in a square of ``width``, margin included."""
    code = QRCode(border=2)
    code.add_data(text)
    matrix = code.get_matrix()
    cells = ((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return len(matrix), "".join(f"M{x} {y}h1v1h-1z" for x, y in cells)
