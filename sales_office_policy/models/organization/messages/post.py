"""Posts to addresses that may be reached, and to nothing else: no redirects, no proxies, no private networks.

Nothing here writes an address to a log or into an error: whoever knows it can write to the group.
"""

import ipaddress
import socket
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from .webhook import SERVICES, Answer, extend, read

#: seconds for each step of the way, and for all of them
STEP, ALL = 5, 12
#: bytes of an answer that are read
MOST_READ = 65_536
LONGEST_ADDRESS = 2000
PORTS = {"https": 443, "http": 80}
#: where the addresses of IPv6 are that anybody has, but for those that stand for one of IPv4
WORLD = ipaddress.ip_network("2000::/3")
TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))


class Refused(Exception):
    """Nothing may be sent there; its argument is a key of ``ERRORS`` in ``message.py``."""


class Address(NamedTuple):
    """A webhook, taken apart."""

    scheme: str
    host: str
    port: int
    path: str
    query: str
    #: a system administrator listed it, so that it may be in a private network
    is_listed: bool


def parse_listed(text):
    """Return what a system administrator allows beside the services: ``{(scheme, host, port)}``.

    :param str text: origins such as ``https://gateway.example.com:8443``, divided by commas or blanks
    """
    listed = set()
    for origin in (text or "").replace(",", " ").split():
        try:
            parts = urlsplit(origin)
            if parts.scheme in PORTS and parts.hostname:
                listed.add((parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]))
        except ValueError:
            continue
    return listed


def parse_address(service, text, listed=()):
    """Return the :class:`Address` that a robot of ``service`` has.

    :raises Refused: it is none of the service's, nor on the list
    """
    address = _take_apart(text)
    place, known = (address.scheme, address.host, address.port), SERVICES[service]
    is_listed = place in listed
    is_public = place == ("https", address.host, PORTS["https"]) and address.host in known.hosts
    if not is_listed and not (is_public and address.path.startswith(known.path) and "/." not in unquote(address.path)):
        raise Refused("host")
    return address._replace(is_listed=is_listed)


def _take_apart(text):
    """Return an address of which every program thinks the same."""
    if not text.isascii() or not text.isprintable() or len(text) > LONGEST_ADDRESS or set(text) & set(' \\"<>#@'):
        raise Refused("host")
    try:
        parts = urlsplit(text)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Refused("host") from None
    return Address(parts.scheme, parts.hostname or "", port, parts.path or "/", parts.query, False)


def post(service, address, parameters, body):
    """Send ``body`` to a robot and return the :class:`Answer`."""
    target = f"{address.path}?{extend(address.query, parameters)}".rstrip("?")
    until = time.monotonic() + ALL
    try:
        connection = _connect(address, until)
    except Refused as refused:
        return Answer(str(refused))
    except TimeoutError:
        return Answer("timeout")
    except (OSError, UnicodeError):
        return Answer("unreachable")
    # whoever answers byte by byte never keeps a step waiting
    is_over = threading.Event()
    watch = threading.Timer(until - time.monotonic(), _end, (connection.sock, is_over))
    watch.start()
    try:
        answer = _exchange(service, connection, target, body)
        return Answer("timeout") if is_over.is_set() else answer
    except TimeoutError:
        return Answer("timeout")
    except (OSError, HTTPException, ValueError):
        return Answer("timeout" if is_over.is_set() else "unreachable")
    finally:
        watch.cancel()
        connection.close()


def _exchange(service, connection, target, body):
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "sales-office", "Connection": "close"}
    connection.request("POST", target, body, headers)
    response = connection.getresponse()
    told = response.read(MOST_READ + 1)
    if len(told) > MOST_READ:
        return Answer("unreadable", response.status)
    return read(service, response.status, told)


def _connect(address, until):
    """Return a connection to a number that was looked at, so that a name cannot lead elsewhere afterwards.

    A name has several numbers where one of them may be out of order: they are tried in turn, within the time there is.
    """
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.host, address.port, timeout=STEP)
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    numbers = dict.fromkeys(place[0] for *_kind, place in found)
    if not address.is_listed and not all(map(_is_public, numbers)):
        raise Refused("private")
    failed = OSError("no address")
    for number in numbers:
        try:
            connection.sock = _dial(address, number, until)
            return connection
        except OSError as error:
            failed = error
    raise failed


def _dial(address, number, until):
    """Return a socket that is connected to a number of the host, under the host's name."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    wire = socket.create_connection((number, address.port), timeout=min(STEP, left))
    if address.scheme != "https":
        return wire
    try:
        return ssl.create_default_context().wrap_socket(wire, server_hostname=address.host)
    except BaseException:
        wire.close()
        raise


def _is_public(number):
    """Return whether a network address is out in the world, and so is whatever it is another way to write."""
    known = ipaddress.ip_address(number.partition("%")[0])
    if known.version == 6 and known.ipv4_mapped:
        known = known.ipv4_mapped
    # IPv4 addresses stand in many ranges of IPv6; all that is out there is one
    is_usual = known.version == 4 or known in WORLD and not any(known in network for network in TUNNELS)
    return is_usual and known.is_global and not known.is_multicast


def _end(wire, is_over):
    is_over.set()
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
