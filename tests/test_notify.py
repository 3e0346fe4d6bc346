"""The courier among the examples, with a web server and a mail server on this machine."""

from __future__ import annotations

import json
import runpy
import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path

import pytest

import sopkit
from sopkit import Person

NOTIFY = runpy.run_path(str(Path(__file__).parents[1] / "examples" / "notify.py"))


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def hook():
    heard = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append((self.headers["Idempotency-Key"], said["kind"]))
            self.send_response(500 if len(heard) == 1 else 204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as (host, port):
        yield heard, f"http://{host}:{port}/"


@pytest.fixture
def post():
    letters = []

    class Post(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 well\r\n")

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Post)) as (host, port):
        yield letters, f"{host}:{port}"


def test_a_courier_tells_again_what_was_not_heard_and_writes_when_a_case_ends(hook, post, now):
    (heard, url), (letters, mail) = hook, post
    budi = Person("budi", actors={"kabid", "tim-teknis", "kadis", "caraka"})
    minutes = count()
    desk = sopkit.open_desk("sqlite://", clock=lambda: now + timedelta(minutes=next(minutes)))
    desk.publish(sopkit.reference())
    case = desk.open("rekomendasi-izin-usaha-industri", "REK-1", by=budi, title="PT Maju")
    while not case.is_closed:
        option = next(one for one in case.options(by=budi) if one.refusal is None)
        case = desk.complete("REK-1", option.step, option.outcome, by=budi, reason="sesuai")
    tell = NOTIFY["teller"](url, mail)
    first = desk.deliver(tell)
    assert [key for key, _ in first.failed] == ["REK-1#0"]
    while desk.deliver(tell).heard:
        pass
    assert [key for key, _ in heard] == ["REK-1#0", *(f"REK-1#{n}" for n in range(len(case.journal)))]
    assert heard[-1][1] == "closed"
    assert ["Subject: REK-1: PT Maju" in letter for letter in letters] == [True]
