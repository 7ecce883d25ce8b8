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
    return (WIDE.get(by, by) if is_chinese(*texts) else by).join(texts) or False


def is_chinese(*texts):
    """Return whether most letters of some texts are Chinese."""
    letters = [letter for letter in "".join(texts) if letter.isalpha()]
    return 2 * sum("\u4e00" <= letter <= "\u9fff" for letter in letters) > len(letters)
