"""A calendar as other programs take it (RFC 5545), without the ORM.

Odoo makes such files of one event each, for its guests: with their addresses, its text and a time that differs whenever
it is asked. A feed is one file of all that concerns one person, says no more than that, and stays the same to the byte
until something changes.
"""

from datetime import datetime
from typing import NamedTuple
from unicodedata import category

#: bytes of a line, without its end
LONGEST_LINE = 75
#: kinds of characters at which a program may see the end of a line, or which no file can hold
BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Entry(NamedTuple):
    """What somebody has to do at a time."""

    uid: str
    #: naive UTC, or days
    start: object
    #: the first moment, or day, after it
    stop: object
    summary: str
    location: str = ""
    url: str = ""
    #: when it changed last (naive UTC)
    changed: datetime = datetime(2000, 1, 1)
    is_free: bool = False
    is_private: bool = False


def write_calendar(name, zone, entries):
    """Return a calendar (bytes).

    :param str name: what it is called
    :param str zone: time zone of its owner, for programs that ask
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sales Office Policy//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"X-WR-TIMEZONE:{escape(zone)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "X-PUBLISHED-TTL:PT30M",
        *(line for entry in entries for line in _write_entry(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def escape(text):
    """Return a text as a value: line breaks and signs that mean something are written as such, others left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(character for character in text if character == "\t" or category(character) not in BREAKING)


def fold(line):
    """Return a line in pieces of at most 75 bytes, cut between characters."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return "\r\n".join([*pieces, piece])


def _write_entry(entry):
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(entry.uid)}"
    yield f"DTSTAMP:{_write_moment(entry.changed)}"
    yield f"LAST-MODIFIED:{_write_moment(entry.changed)}"
    yield f"DTSTART{_write_time(entry.start)}"
    yield f"DTEND{_write_time(entry.stop)}"
    yield f"SUMMARY:{escape(entry.summary)}"
    if entry.location:
        yield f"LOCATION:{escape(entry.location)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"TRANSP:{'TRANSPARENT' if entry.is_free else 'OPAQUE'}"
    if entry.is_private:
        yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _write_time(moment):
    if isinstance(moment, datetime):
        return f":{_write_moment(moment)}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _write_moment(moment):
    return f"{moment:%Y%m%dT%H%M%SZ}"
