"""
URL of a store → the same without its secrets, to be shown.
"""

from __future__ import annotations

__all__ = ["redacted"]


def redacted(url: str) -> str:
    """
    Return a URL without the user, the password and the options in it; what only looks like one is not shown.

    >>> redacted("postgresql://app:rahasia@db:5432/agency?sslmode=require"), redacted("app:rahasia@db/agency")
    ('postgresql://…@db:5432/agency?…', '…')
    >>> redacted("sqlite:///surat@2026.db"), redacted("surat.db")
    ('sqlite:///surat@2026.db', 'surat.db')
    """
    if url.startswith("sqlite:///"):  # a path, which holds none
        return url
    scheme, sign, rest = url.partition("://")
    if not sign:
        return "…" if "@" in url or "password" in url.lower() else url
    secret, at, rest = rest.rpartition("@")
    if "?" in secret:  # the last @ stands in the options, or the password has not been encoded
        return f"{scheme}://…"
    where, mark, _ = rest.partition("?")
    return f"{scheme}://{'…@' if at else ''}{where}{f'{mark}…' if mark else ''}"
