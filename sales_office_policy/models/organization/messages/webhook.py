"""What the robots of DingTalk, WeCom and Feishu take and answer, by their public formats; without the ORM."""

import base64
import hashlib
import hmac
import json
from typing import NamedTuple
from urllib.parse import urlencode

#: full-width signs that look the same and mean nothing in Markdown: names are shown as people wrote them
PLAIN = str.maketrans({"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "｀", "_": "＿", "#": "＃"})
#: signs that nobody sees and that turn what stands beside them around
UNSEEN = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))
ELLIPSIS = "…"
#: HTTP statuses that say as much as a code
TOO_MANY_REQUESTS = 429
#: what a column of the database holds
LARGEST_CODE = 2**31 - 1
#: codes of the services: ``{service: {code: what it means}}``, the keys of ``ERRORS`` in ``message.py``
CODES = {
    "dingtalk": {300001: "token", 400013: "token", 400014: "token", 130101: "too_fast", 410100: "too_fast"},
    "wecom": {93000: "token", 93008: "token", 93004: "token", 45009: "too_fast", 45033: "too_fast", 45002: "too_long"},
    "feishu": {
        19001: "token",
        19021: "signature",
        19022: "sender",
        19024: "keyword",
        19036: "too_long",
        11232: "too_fast",
        11233: "too_fast",
    },
}
#: DingTalk has one code for all its guards and says in words which
DINGTALK_GUARD = 310000
GUARDS = (
    ("signature", ("sign", "timestamp", "签名", "时间戳")),
    ("keyword", ("keyword", "关键词")),
    ("sender", ("whitelist", " ip ", "白名单")),
)
#: what passes by itself: the message is sent again later
PASSING = frozenset({"unreachable", "timeout", "unreadable", "server", "too_fast"})


class Service(NamedTuple):
    """A chat service: where its robots are, and how many bytes of text they take."""

    hosts: tuple
    path: str
    most_bytes: int
    is_signed: bool


SERVICES = {
    "dingtalk": Service(("oapi.dingtalk.com",), "/robot/send", 4500, True),
    "wecom": Service(("qyapi.weixin.qq.com",), "/cgi-bin/webhook/send", 4096, False),
    "feishu": Service(("open.feishu.cn", "open.larksuite.com"), "/open-apis/bot/v2/hook/", 20_000, True),
}


class Note(NamedTuple):
    """What is said: a title, lines below it and where more is to be seen."""

    title: str
    lines: tuple = ()
    link: str = ""
    #: what the link is called
    more: str = ""


class Answer(NamedTuple):
    """What became of a message: no error, or which, with the code that the service or HTTP gave for it."""

    error: str = ""
    code: int = 0


def prepare(service, note, secret, now):
    """Return the parameters to add to the address, and the body (bytes), of a message to a robot.

    :param str service: a key of ``SERVICES``
    :param str secret: what messages are signed with, if anything
    :param float now: seconds since 1970
    """
    parameters, signature = {}, {}
    if secret and service == "dingtalk":
        timestamp = str(int(now * 1000))
        parameters = {"timestamp": timestamp, "sign": _sign(secret, f"{timestamp}\n{secret}")}
    elif secret and service == "feishu":
        timestamp = str(int(now))
        signature = {"timestamp": timestamp, "sign": _sign(f"{timestamp}\n{secret}", "")}
    body = {**signature, **_BODIES[service](note, SERVICES[service].most_bytes)}
    return parameters, json.dumps(body, ensure_ascii=False).encode()


def extend(query, parameters):
    """Return the query of an address with further parameters."""
    return "&".join(filter(None, (query, urlencode(parameters))))


def read(service, status, body):
    """Return the :class:`Answer` that a status and a body (bytes) mean: 200 alone says nothing."""
    if status >= 300:
        return Answer(_get_status_error(status), status)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    codes = [told.get(name) for name in ("errcode", "code", "StatusCode")] if isinstance(told, dict) else []
    codes = [code for code in codes if type(code) is int and abs(code) <= LARGEST_CODE]
    if not codes:
        return Answer("unreadable", status)
    code = next(filter(None, codes), 0)
    if service == "dingtalk" and code == DINGTALK_GUARD:
        return Answer(_get_guard(str(told.get("errmsg"))), code)
    return Answer(CODES[service].get(code, "refused") if code else "", code)


def _get_status_error(status):
    if status == TOO_MANY_REQUESTS:
        return "too_fast"
    if status < 400:
        return "redirect"
    return "refused" if status < 500 else "server"


def cut(text, most_bytes):
    """Return as much of a text as fits into so many bytes, cut between characters."""
    encoded = text.encode()
    if len(encoded) <= most_bytes:
        return text
    return encoded[: most_bytes - len(ELLIPSIS.encode())].decode(errors="ignore") + ELLIPSIS


def _sign(key, message):
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def _get_guard(words):
    words = f" {words.lower()} "
    return next((error for error, signs in GUARDS if any(sign in words for sign in signs)), "refused")


def to_line(text):
    """Return a text as one line that reads as it stands there: a name makes no lines of its own."""
    return " ".join(text.split()).translate(UNSEEN)


def _to_plain(text):
    return to_line(text).translate(PLAIN)


def _to_markdown(note, most_bytes, heading, item):
    """Return a note as the few marks of Markdown that both services know; the link is never cut."""
    link = f"\n\n[{_to_plain(note.more)}]({note.link})" if note.link else ""
    lines = "".join(f"\n{item}{_to_plain(line)}" for line in note.lines)
    return cut(f"{heading}{_to_plain(note.title)}\n{lines}", most_bytes - len(link.encode())) + link


def _to_dingtalk(note, most_bytes):
    text = _to_markdown(note, most_bytes, "### ", "- ")
    markdown = {"title": cut(_to_plain(note.title), 200), "text": text}
    return {"msgtype": "markdown", "markdown": markdown, "at": {"atMobiles": [], "isAtAll": False}}


def _to_wecom(note, most_bytes):
    return {"msgtype": "markdown", "markdown": {"content": _to_markdown(note, most_bytes, "### ", "> ")}}


def _to_feishu(note, most_bytes):
    """Return a note as a post of lines: nothing in it is markup."""
    lines = cut("\n".join(map(to_line, note.lines)), most_bytes).split("\n")
    content = [[{"tag": "text", "text": line}] for line in lines]
    if note.link:
        content.append([{"tag": "a", "text": note.more, "href": note.link}])
    post = {"zh_cn": {"title": cut(to_line(note.title), 500), "content": content}}
    return {"msg_type": "post", "content": {"post": post}}


_BODIES = {"dingtalk": _to_dingtalk, "wecom": _to_wecom, "feishu": _to_feishu}
