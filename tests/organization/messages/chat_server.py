"""A chat service on this machine, which behaves or misbehaves as a test wants."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

WELL = {"errcode": 0, "errmsg": "ok"}


class ChatServer:
    """Remembers what it is sent (``received``) and answers with ``answer`` of each request.

    An answer is a dict (JSON with status 200), a status, or a function of the request handler.
    """

    def __init__(self):
        self.received = []
        self.answer = WELL
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self))
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def _make_handler(chat):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            chat.received.append((parts.path, query, json.loads(body)))
            self.answer(chat.answer)

        def do_GET(self):
            chat.received.append(("GET", {}, {}))
            self.answer(WELL)

        def answer(self, answer):
            if callable(answer):
                answer(self)
                return
            content = json.dumps(answer).encode() if isinstance(answer, dict) else b"Trouble"
            self.send_response(200 if isinstance(answer, dict) else answer)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            """Say nothing."""

    return Handler


def redirect_home(handler):
    """Send whoever asks to this server itself."""
    handler.send_response(302)
    handler.send_header("Location", "/elsewhere")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def say_too_much(handler):
    """Answer without an end, as long as anybody listens."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _piece in range(1000):
            handler.wfile.write(b"x" * 10_000)
    except OSError:
        return


def say_nothing(handler):
    """Keep whoever asks waiting."""
    time.sleep(3)
    handler.close_connection = True


def drip(handler):
    """Answer a byte at a time, each before anybody gives up."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _byte in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def hang_up(handler):
    """End the connection in the middle of a word."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"err')
    handler.close_connection = True


def say_nonsense(handler):
    """Answer with something else than JSON."""
    handler.send_response(200)
    handler.send_header("Content-Length", "6")
    handler.end_headers()
    handler.wfile.write(b"<html>")
