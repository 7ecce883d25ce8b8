"""What stands in an address that people may have typed."""


def to_id(text):
    """Return the number as an id of the database, 0 if it cannot be one."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    return number if number < 2**31 else 0
