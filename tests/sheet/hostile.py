"""Words that would be something else if they were not text, and an SOP that has nothing but them."""

from __future__ import annotations

import json

import sopkit

WORDS = (
    "</text></svg><script>alert(1)</script>",
    "<b>x</b> & &amp; <img src=x onerror=alert(2)>",
    '#import "x.typ" #panic() $x^2$ @ref <label> [c]',
    "\\u{41} \\ *b* _i_ `raw` ~ -- ... = judul",
    "'); } </style> <!-- x --> ]]> {{ y }} ${z}",
    "=1+1 +2 -3 @SUM(A1)",
    "\" onload=\"alert(3) ' x='",
    "fi ffl AV To 1. satu",
)


def sop() -> sopkit.Sop:
    """The reference, with words of that kind wherever words stand."""
    raw = json.loads(sopkit.dumps(sopkit.reference()))
    count = 0

    def spoilt():
        nonlocal count
        count += 1
        return WORDS[count % len(WORDS)]

    raw["title"] = WORDS[0]
    for step in raw["steps"]:
        step["activity"] = spoilt()
        step["note"] = spoilt()
        for outcome in step.get("outcomes", ()):
            outcome["label"] = f"<i>{outcome['id']}"
    for document in raw["documents"]:
        document["name"] = spoilt()
    for actor in raw["actors"]:
        actor["name"] = f"<u>{actor['id']} #{actor['id']}"
    return sopkit.loads(json.dumps(raw))
