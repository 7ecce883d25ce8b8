"""What a record is called while some of it is not filled in yet: plain Python, no ORM."""

#: what stands between Chinese words instead
WIDE = {", ": "，", ": ": "："}
#: marks that have a blank of their own
ENDS = tuple("。！？；：，）”")
#: letters that two lines have in common by chance
SAID = 4


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


def leave_out_said(name, said):
    """Return what is left of a record's name beside a line that says its beginning or its end already.

    >>> leave_out_said("OUT-0003 Reminder", "Review OUT-0003"), leave_out_said("INS/02 May we?", "Ann asks: May we?")
    ('Reminder', 'INS/02')
    """
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        for part, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if len(" ".join(part)) >= SAID and " ".join(part) in said:
                return " ".join(rest)
    return name


def join_sentences(*texts):
    """Return the sentences that are there, one after the other; after a wide mark without a blank.

    >>> join_sentences("Late.", "", "Seen at nine."), join_sentences("迟到。", "九点到岗。")
    ('Late. Seen at nine.', '迟到。九点到岗。')
    """
    told = ""
    for text in filter(None, texts):
        told += ("" if not told or told.endswith(ENDS) else " ") + str(text)
    return told
