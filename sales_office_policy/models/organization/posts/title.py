"""What a record is called while some of it is not filled in yet: plain Python, no ORM."""

#: what stands between Chinese words instead
WIDE = {", ": "，", ": ": "："}


def join_title(*parts, by=", "):
    """Return the parts that are there, joined, or ``False``; commas and colons are those of the script they are in.

    >>> join_title("Ann", False, "March"), join_title(False, None)
    ('Ann, March', False)
    >>> join_title("S00074", "枫叶软件")
    'S00074，枫叶软件'
    """
    texts = [str(part) for part in parts if part]
    return get_mark(by, *texts).join(texts) or False


def get_mark(mark, *texts):
    """Return a comma or a colon as it stands between texts: wide where most of their letters are Chinese."""
    letters = [letter for letter in "".join(texts) if letter.isalpha()]
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in letters)
    return WIDE.get(mark, mark) if 2 * chinese > len(letters) else mark
