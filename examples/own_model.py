"""
A team that already uses `transitions` takes the plain machine away and drives its own model with it.

Run it: `python examples/own_model.py`.
"""

import sopkit


class Letter:
    """A model of the host's own; the machine gives it `state` and `trigger`."""


def main() -> None:
    letter = Letter()
    machine = sopkit.build_machine(sopkit.reference(), letter)
    for outcome in ("done", "tidak-sesuai", "done", "sesuai"):
        letter.trigger(outcome)
        print(f"{outcome:12} → {letter.state}")
    print("from here:", ", ".join(machine.get_triggers(letter.state)))


if __name__ == "__main__":
    main()
