"""
Words → a command of several verbs, one level below `sopkit`.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from sopkit.cli.parts import HELP, Speaking, Unusable, said, usual
from sopkit.cli.terminal import show
from sopkit.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from sopkit.cli.parts import Verb

__all__ = ["Family", "Group"]


class Group(click.Group):
    """
    Verbs under one word; without a verb it shows its help.

    Args:
        name: the word; None for `sopkit` itself, whose verbs are told by their own names.
        verbs: what the verbs are called, in the order of the help.
        likely: other words that people will try, each with what to type instead.
    """

    context_class = Speaking

    def __init__(self, name: str | None, verbs: Mapping[str, object], likely: Mapping[str, str]) -> None:
        alone = click.pass_context(self.alone)
        super().__init__(name or "sopkit", invoke_without_command=True, callback=alone, context_settings=HELP)
        self._family = f"{name}." if name else ""
        self._verbs = verbs
        self._likely = likely

    def alone(self, ctx: click.Context) -> None:
        """Answer a call that names no verb."""
        if ctx.invoked_subcommand is None:
            show(ctx.get_help())

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._verbs)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not ctx.resilient_parsing and args[0] not in self._verbs:
            raise Unusable(self.instead(ctx, args), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, self._short(verb, ctx)) for verb in self._verbs])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        verbs = [verb for verb in self._verbs if verb.startswith(incomplete)]
        found = [CompletionItem(verb, help=self._short(verb, ctx)) for verb in verbs]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return said(super().get_help_option(ctx), ctx)

    def speak(self, language: str) -> None:
        """Say all that it says by itself in this language."""
        self.options_metavar = say("cli.options", language)
        self.subcommand_metavar = say("cli.subcommand", language)

    def instead(self, ctx: click.Context, args: list[str]) -> str:
        """Return what to say to a word that is no verb."""
        word, *rest = args
        meant = self.meant(word, rest)
        if not meant:
            return str(ctx.obj.say("cli.error.verb", word=word, verbs=", ".join(self._verbs)))
        return str(ctx.obj.say("cli.error.verb-meant", word=word, meant=f"{ctx.command_path} {meant}"))

    def meant(self, word: str, rest: Sequence[str]) -> str:
        """Return what to type in the place of a word that is no verb and the `rest`; nothing where nobody can tell."""
        from difflib import get_close_matches

        meant = self._likely.get(word.lower()) or "".join(get_close_matches(word.lower(), self._verbs, n=1))
        return f"{meant} {shlex.join(rest)}".rstrip() if meant in self._verbs and meant != "demo" else meant

    def _short(self, verb: str, ctx: click.Context) -> str:
        return say(f"cli.{self._family}{verb}.short", ctx.obj.language)


class Family(Group):
    """A verb of several: each is made in the reader's language when it is used."""

    def __init__(
        self, name: str, language: str, verbs: Mapping[str, Callable[[str], Verb]], likely: Mapping[str, str]
    ) -> None:  # fmt: skip
        super().__init__(name, verbs, likely)
        self._makers = verbs
        self.help = say(f"cli.{name}.help", language)
        self.params = usual(language)
        self.speak(language)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._makers[cmd_name](ctx.obj.language) if cmd_name in self._makers else None
