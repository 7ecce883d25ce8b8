"""What a record is called while some of it is not filled in yet: plain Python, no ORM."""


def join_title(*parts, by=None):
    """Return the parts that are there, joined, or ``False``.

    :param by: what stands between them; the comma of the script that most of it is written in by default

    >>> join_title("Ann", False, "March"), join_title(False, None)
    ('Ann, March', False)
    >>> join_title("S00074", "枫叶软件")
    'S00074，枫叶软件'
    """
    texts = [str(part) for part in parts if part]
    return (get_comma(*texts) if by is None else by).join(texts) or False


def get_comma(*texts):
    """Return what divides texts in a line: the wide comma where most of their letters are Chinese."""
    letters = [letter for letter in "".join(texts) if letter.isalpha()]
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in letters)
    return "，" if 2 * chinese > len(letters) else ", "
