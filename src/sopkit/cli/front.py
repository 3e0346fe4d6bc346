"""
Arguments → the verb they name, its exit code, or a sentence that says what would be usable.
"""

from __future__ import annotations

import gc
import os
import re
import shlex
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sopkit.cli.family import Group
from sopkit.cli.parts import Unusable, flag, usual, why
from sopkit.cli.terminal import PipeClosed, called, language, open_streams, screen, show
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sopkit.views.screen import Screen

__all__ = ["Front"]

UNUSABLE, STOPPED, PIPE_CLOSED = 2, 130, 141
_COMMAND = re.compile(r"(?<=: )(python -m |\S*/)?sopkit .*$")
_COMPLETE = "_SOPKIT_COMPLETE"  # the variable in which a shell asks for completions


class Front(Group):
    """
    The command `sopkit`. A verb's module is imported when the verb is used.

    Args:
        verbs: each verb and the module that makes its command, in the order of the help.
        likely: other words that people will try, each with what to type instead.
    """

    def __init__(self, verbs: Mapping[str, str], likely: Mapping[str, str]) -> None:
        super().__init__(None, verbs, likely)
        self._modules = verbs

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, standalone_mode: bool = True,
        **more: Any,
    ) -> Any:  # fmt: skip
        """Run and leave with the exit code; what click raises is said in the reader's language."""
        args = sys.argv[1:] if args is None else list(args)
        open_streams()
        looks = screen(language(args, os.environ))
        self.speak(looks.language)
        try:
            code = super().main(args, prog_name or called(), _COMPLETE, standalone_mode=False, obj=looks, **more) or 0
        except click.UsageError as error:
            _complain(_sentence(error, looks), looks)
            code = UNUSABLE
        except (click.Abort, KeyboardInterrupt):
            code = STOPPED
        except (OSError, PipeClosed) as error:
            code = _unwritten(error, looks)
        if standalone_mode:
            sys.exit(code)
        return code

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        gc.disable()  # hundreds of classes are made, and nothing becomes free
        try:
            module = import_module(self._modules[cmd_name])
        finally:
            gc.enable()
        command: click.Command = module.verb(ctx.obj.language)
        return command

    def alone(self, ctx: click.Context, version: bool = False) -> None:
        """Answer a call that names no verb."""
        if version:
            from sopkit import __version__

            show(f"sopkit {__version__}")
            ctx.exit()
        super().alone(ctx)

    def speak(self, language: str) -> None:
        """Say all that it says by itself in this language."""
        super().speak(language)
        self.help, self.epilog = say("cli.sopkit.help", language), say("cli.sopkit.examples", language)
        self.params = [flag("--version", language, "cli.version"), *usual(language)]
        self._help_option = None

    def instead(self, ctx: click.Context, args: list[str]) -> str:
        """Return what to say to a word that is no verb: perhaps it is a file, or a verb follows."""
        word, *rest = args
        program = ctx.command_path
        likely = self._likely.get(word.lower(), "")
        if likely == "--help" and rest and rest[0] in self._modules:
            return str(ctx.obj.say("cli.error.verb-meant", word=word, meant=f"{program} {rest[0]} --help"))
        if not likely and (word.endswith(".json") or os.path.lexists(word)):
            return str(ctx.obj.say("cli.error.file-first", word=word, meant=f"{program} check {shlex.join(args)}"))
        return super().instead(ctx, args)


def _unwritten(error: OSError | PipeClosed, looks: Screen) -> int:
    """Give up writing, and return the exit code."""
    with suppress(OSError, ValueError):
        out = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), out)  # so that closing it at exit is silent too
    if isinstance(error, PipeClosed):
        return PIPE_CLOSED
    reason = f"errno.{why(error)}"
    said = (error.strerror or str(error)) if reason == "errno.other" else looks.say(reason)
    _complain(looks.say("cli.error.system", why=said), looks)
    return UNUSABLE


def _complain(sentence: str, looks: Screen) -> None:
    """Say what is wrong, if anybody can be told: stderr may lead to the same full disk."""
    with suppress(OSError, PipeClosed):
        for line in sentence.split("\n"):
            for part in _fitting(line, looks.width) if sys.stderr.isatty() else (line,):
                show(part, err=True)


def _fitting(line: str, width: int) -> Iterator[str]:
    """Yield a line in parts that fit; a command at its end, which is there to be copied, is never broken."""
    from textwrap import wrap

    command = _COMMAND.search(line) if len(line) > width else None
    prose = line[: command.start()] if command else line
    yield from wrap(prose, width, break_long_words=False, break_on_hyphens=False)
    if command:
        yield command[0]


def _sentence(error: click.UsageError, looks: Screen) -> str:
    """Return what is unusable, and where help is."""
    program = error.ctx.command_path if error.ctx else called()
    return f"{_unusable(error, looks)}\n{looks.say('cli.error.help', command=f'{program} --help')}"


def _unusable(error: click.UsageError, looks: Screen) -> str:
    if isinstance(error, Unusable):
        return error.message
    if isinstance(error, click.NoSuchOption):
        return looks.say("cli.error.option", name=error.option_name) + _option_meant(error, looks)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        metavar = error.param.metavar or ""
        name = f"{error.param.opts[0]} {metavar}" if isinstance(error.param, click.Option) else metavar
        return looks.say("cli.error.missing", name=name, command=error.ctx.command_path if error.ctx else called())
    if isinstance(error, click.BadOptionUsage):
        return looks.say("cli.error.option-use", name=error.option_name)
    return looks.say("cli.error.too-many")


def _option_meant(error: click.NoSuchOption, looks: Screen) -> str:
    """Return which option was probably meant; by the dashes they share, click takes --to for a slip for --store."""
    from sopkit.reader.references import nearest

    known = {one.lstrip("-"): one for one in error.possibilities or ()}
    near = nearest(error.option_name.lstrip("-"), tuple(known))
    return f" {looks.say('cli.error.option-meant', meant=known[near])}" if near else ""
