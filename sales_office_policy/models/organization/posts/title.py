"""What a record is called while some of it is not filled in yet: plain Python, no ORM."""


def join_title(*parts, by=", "):
    """Return the parts that are there, joined, or ``False``.

    >>> join_title("Ann", False, "March"), join_title(False, None)
    ('Ann, March', False)
    """
    return by.join(str(part) for part in parts if part) or False
