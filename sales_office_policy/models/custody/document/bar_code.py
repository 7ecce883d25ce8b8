"""A Code 128 barcode as lines to draw, without an image library: it is sharp in any size."""

from functools import lru_cache

from reportlab.graphics.barcode.code128 import Code128

#: modules of white the standard wants on either side
QUIET = 10


@lru_cache(maxsize=128)
def draw_bars(text):
    """Return the barcode of ``text`` as ``(width, path)``: an SVG path of height 1, white margins included.

    :return: ``(0, "")`` for a text that Code 128 has no signs for, such as Chinese
    """
    code = Code128(text)
    code.validate()
    if not code.valid:
        return 0, ""
    code.encode()
    code.decompose()
    x, path = QUIET, ""
    for element in code.decomposed:  # a bar as a capital, a space as a small letter; A is one module wide
        width = ord(element.upper()) - ord("A") + 1
        if element.isupper():
            path += f"M{x} 0h{width}v1h-{width}z"
        x += width
    return x + QUIET, path
