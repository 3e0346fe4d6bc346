"""
A courier: tells by webhook and e-mail what happened to the cases in FOLDER/cases.db. Run it every minute.

`python examples/notify.py FOLDER [WEBHOOK-URL [MAIL-HOST:PORT]]`; without a URL it prints what it would tell.
"""

import json
import smtplib
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.request import Request, urlopen

import sopkit
from sopkit.desk import Message


def told(message: Message) -> dict[str, object]:
    record = message.record
    return {
        "case": message.case, "title": message.title, "kind": message.kind, "at": record.at.isoformat(),
        "by": record.by, "step": record.step, "outcome": record.outcome, "to": record.to,
    }  # fmt: skip


def webhook(message: Message, url: str) -> None:
    """Whoever hears it twice knows by the key."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
    with urlopen(Request(url, json.dumps(told(message)).encode(), headers), timeout=10):
        pass  # any answer that is no error is enough; an error raises, and it is told again later


def mail(message: Message, host: str, port: int) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "sop@dinas.example", "pemohon@dinas.example"
    letter["Subject"] = f"{message.case}: {message.title}"
    letter["Message-ID"] = f"<{message.key}@dinas.example>"
    letter.set_content(f"{message.kind}: {message.record.to}")
    with smtplib.SMTP(host, port, timeout=10) as server:
        server.send_message(letter)


def teller(url: str = "", post: str = "") -> Callable[[Message], None]:
    def tell(message: Message) -> None:
        if not url:
            print(message.key, message.kind)
        if url:
            webhook(message, url)
        if post and message.kind == "closed":
            host, _, port = post.partition(":")
            mail(message, host, int(port or 25))

    return tell


if __name__ == "__main__":
    with sopkit.open_desk(f"sqlite:///{Path(sys.argv[1]) / 'cases.db'}") as desk:
        delivery = desk.deliver(teller(*sys.argv[2:]))
        print(f"{delivery.heard} told, {len(delivery.failed)} to be told again", *delivery.failed)
