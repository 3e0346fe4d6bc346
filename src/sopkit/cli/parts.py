"""
Words → click commands and options that speak the reader's language.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import click

from sopkit.wording import knows, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

__all__ = [
    "HELP", "Number", "OneOf", "Speaking", "Unusable", "Verb",
    "argument", "file_option", "flag", "format_option", "one_of", "option", "said", "usual", "why",
]  # fmt: skip

HELP = {"help_option_names": ["-h", "--help"]}


class Unusable(click.UsageError):
    """A call that cannot be done, told in a sentence of ours."""


def why(error: OSError) -> str:
    """Return which of the words for `errno` says why the system refused."""
    code = errno.errorcode.get(error.errno or 0, "")
    return code if knows(f"errno.{code}") else "other"


class _Formatter(click.HelpFormatter):
    """Help as click lays it out, its few words of its own in the reader's language."""

    language = "en"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        super().write_usage(prog, args, f"{say('cli.usage', self.language)} ")

    def write_heading(self, heading: str) -> None:
        code = f"cli.heading.{heading.lower()}"
        super().write_heading(say(code, self.language) if knows(code) else heading)


class Speaking(click.Context):
    """A context whose help is written in the language of its `obj`, the Screen."""

    def make_formatter(self) -> click.HelpFormatter:
        formatter = _Formatter(width=min(self.obj.width, 80), max_width=80)
        formatter.language = self.obj.language
        return formatter


class Verb(click.Command):
    """One verb, `show`, or one of a family, `case open`; its callback gets the Screen and returns the exit code."""

    context_class = Speaking

    def __init__(self, name: str, language: str, run: Callable[..., int], params: Sequence[click.Parameter]) -> None:
        super().__init__(
            name.rpartition(" ")[2], callback=click.pass_obj(run), params=[*params, *usual(language)],
            help=say(f"cli.{name.replace(' ', '.')}.help", language), options_metavar=say("cli.options", language),
            context_settings=HELP,
        )  # fmt: skip

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # so that the sentence can name the verb
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return said(super().get_help_option(ctx), ctx)


def usual(language: str) -> list[click.Parameter]:
    """Return what every verb takes. The value was read before click looks at it: it may stand anywhere."""
    return [one_of("--lang", ("id", "en"), language, "cli.lang", expose_value=False)]


class _Option(click.Option):
    """An option that must be given says so in the reader's language."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        return {name: one for name, one in super().get_help_extra(ctx).items() if name != "required"}


def option(name: str, language: str, code: str, **more: Any) -> click.Option:
    """Return the option `name` whose help is the sentence `code`."""
    required = f" {say('cli.required', language)}" if more.get("required") else ""
    return _Option([*name.split()], help=say(code, language) + required, **more)


def said(option: click.Option | None, ctx: click.Context) -> click.Option | None:
    """Return the help option with its help in the reader's language."""
    if option is not None:
        option.help = say("cli.help", ctx.obj.language)
    return option


def flag(name: str, language: str, code: str) -> click.Option:
    """Return an option that is given or not."""
    return option(name, language, code, is_flag=True)


def file_option(name: str, language: str, code: str, **more: Any) -> click.Option:
    """Return an option whose value is the name of a file."""
    return option(name, language, code, type=_Name(), **more)


def format_option(language: str, *more: str) -> click.Option:
    """Return `--format text|json`, and what `more` a verb speaks."""
    code = "cli.format.more" if more else "cli.format"
    return one_of("--format shape", ("text", "json", *more), language, code, default="text")


def one_of(name: str, words: tuple[str, ...], language: str, code: str, **more: Any) -> click.Option:
    """Return an option whose value is one of these words."""
    return option(name, language, code, type=OneOf(*words), metavar="|".join(words), **more)


def argument(
    name: str, language: str, *, many: bool = False, required: bool | None = None, type: Any = None
) -> click.Argument:  # fmt: skip
    """Return the argument `name`: one, or any number of them; of many, none is `required` unless that is said."""
    metavar = say(f"cli.metavar.{name}", language)
    return click.Argument([name], nargs=-1 if many else 1, metavar=metavar, type=type or _Name(), required=required)


class _Name(click.Path):
    """A name of something, mostly of a file; not nothing, as `""` is and a variable of a shell that is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            name = param.metavar if isinstance(param, click.Argument) else param.opts[0] if param else ""
            raise Unusable(_of(ctx).say("cli.error.empty", name=name), ctx)
        return value


class OneOf(click.ParamType):  # type: ignore[type-arg]
    """A word out of a few."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in self.words:
            return value
        facts = {"name": param.opts[0] if param else "", "given": str(value), "allowed": self.words}
        raise Unusable(_of(ctx).say("cli.error.choice", **facts), ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class Number(click.ParamType):  # type: ignore[type-arg]
    """A whole number from 0 to `most`."""

    name = "n"

    def __init__(self, most: int = 999_999_999) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, int):
            return value
        if value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= self.most:
            return int(value)
        facts = {"name": param.opts[0] if param else "", "given": value, "most": self.most}
        raise Unusable(_of(ctx).say("cli.error.number", **facts), ctx)


def _of(ctx: click.Context | None) -> Any:
    return (ctx or click.get_current_context()).find_root().obj
