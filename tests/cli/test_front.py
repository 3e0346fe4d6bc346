"""The front: help, languages, other words, calls that cannot be used."""

from __future__ import annotations

import pytest

from sopkit.cli import LIKELY, VERBS
from sopkit.cli.front import _fitting
from sopkit.cli.terminal import language


@pytest.mark.parametrize("args", [[], ["--help"], ["-h"]])
def test_help_names_every_verb(run, args):
    result = run(*args)
    assert result.exit_code == 0
    for verb in VERBS:
        assert f"  {verb} " in result.stdout


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("lang", "usage", "example"), [("en", "Usage:", "Example"), ("id", "Cara pakai:", "Contoh")])
def test_each_verb_has_help_with_examples_in_both_languages(run, verb, lang, usage, example):
    result = run(verb, "--help", "--lang", lang)
    assert result.exit_code == 0
    assert result.stdout.startswith(usage)
    assert f"{example}" in result.stdout
    assert f"sopkit {verb}" in result.stdout
    assert all(len(line) <= 84 for line in result.stdout.splitlines())


def test_nothing_of_click_speaks_english_to_an_indonesian_reader(run):
    said = run("--help", LANG="id_ID.UTF-8").stdout + run("walk", "--help", LANG="id_ID.UTF-8").stdout
    said += (
        run("case", "--help", LANG="id_ID.UTF-8").stdout + run("case", "cancel", "--help", LANG="id_ID.UTF-8").stdout
    )
    for english in ("Usage", "Options:", "Commands", "Show this", "[OPTIONS]", "TEXT", "FILE", "required"):
        assert english not in said


@pytest.mark.parametrize(
    ("args", "environ", "speaks"),
    [
        (["--lang", "id", "check"], {}, "id"),
        (["check", "--lang=id"], {"LANG": "en_US"}, "id"),
        (["check", "--lang", "en"], {"LANG": "id_ID.UTF-8"}, "en"),
        (["--lang", "en", "check", "--lang", "id"], {}, "id"),
        (["check", "--", "--lang", "id"], {}, "en"),
        (["check", "--lang"], {"LANG": "id_ID"}, "id"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "id", "LANG": "en"}, "id"),
        ([], {"LC_ALL": "C", "LANG": "id_ID.UTF-8"}, "en"),
        ([], {}, "en"),
    ],
)
def test_the_language_is_named_or_the_locale_s(args, environ, speaks):
    assert language(args, environ) == speaks


@pytest.mark.parametrize("word", LIKELY)
def test_a_likely_word_is_answered_with_the_right_verb(run, word):
    result = run(word, "a b.sop.json")
    assert result.exit_code == 2
    assert result.stdout == ""
    takes_more = LIKELY[word] in VERBS and LIKELY[word] != "demo"
    meant = f"sopkit {LIKELY[word]}" + " 'a b.sop.json'" * takes_more
    assert f"Did you mean: {meant}\n" in result.stderr


def test_help_before_a_verb_is_answered_with_the_help_of_that_verb(run):
    assert "Did you mean: sopkit check --help\n" in run("help", "check").stderr
    assert "Mungkin maksudnya: sopkit new --lang id\n" in run("baru", "--lang", "id").stderr
    assert "Mungkin maksudnya: sopkit demo --copy\n" in run("salin", "--lang", "id").stderr


def test_every_likely_word_leads_to_a_verb_that_is_there():
    assert {verb.split()[0] for verb in LIKELY.values() if not verb.startswith("--")} <= VERBS.keys()
    assert not LIKELY.keys() & VERBS.keys()


def test_a_misspelt_verb_is_answered_with_the_closest(run):
    assert "sopkit check\n" in run("chekc").stderr
    assert "sopkit show" in run("SHOW").stderr


def test_an_unknown_word_is_answered_with_all_verbs(run):
    result = run("zzz\x1b[31m", "--lang", "id")
    assert result.exit_code == 2
    assert "Tidak ada perintah “zzz\\x1b[31m”. Yang ada: check, show" in result.stderr


def test_a_file_in_the_place_of_the_verb_is_understood(run, room):
    result = run(room)
    assert result.exit_code == 2
    assert f"sopkit check {room}" in result.stderr


def test_the_version_is_printed(run):
    assert run("--version").stdout.startswith("sopkit ")


@pytest.mark.parametrize(
    ("args", "english", "indonesian"),
    [
        (["check", "--formt", "json"], "no option --formt here. Did you mean --format?", "Mungkin maksudnya --format?"),
        (["check", "--zzz"], "There is no option --zzz here.", "Tidak ada opsi --zzz"),
        (["check", "--format", "xml"], "choose text, json, github or sarif", "pilih text, json, github atau sarif"),
        (["check", "--lang", "fr"], "choose id or en", ""),
        (["show"], "FILE is missing: sopkit show FILE", "BERKAS belum disebut"),
        (["show", "a", "b"], "Too many arguments", "Terlalu banyak argumen"),
        (["paths", "a", "--returns", "-1"], "not a whole number", "bukan bilangan bulat"),
        (["paths", "a", "--limit", "many"], "not a whole number", "bukan bilangan bulat"),
        (["paths", "a", "--limit"], "--limit cannot be used like this", "--limit tidak dapat dipakai"),
        (["check", "--verbose=yes"], "--verbose cannot be used like this", "--verbose tidak dapat"),
        (["completion", "tcsh"], "choose bash, zsh or fish", "pilih bash, zsh atau fish"),
    ],
)
def test_an_unusable_call_is_told_on_stderr_in_the_reader_s_language(run, args, english, indonesian):
    for env, said in ({"LANG": "en_US"}, english), ({"LANG": "id_ID"}, indonesian):
        result = run(*args, **env)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert f"sopkit {args[0]} --help" in result.stderr


@pytest.mark.parametrize("verb", ["show", "walk", "paths", "draw"])
def test_a_folder_or_nothing_is_no_file(run, verb, tmp_path):
    assert "is a folder" in run(verb, tmp_path).stderr
    assert "no file or folder" in run(verb, tmp_path / "none").stderr
    assert run(verb, tmp_path).exit_code == run(verb, tmp_path / "none").exit_code == 2


@pytest.mark.parametrize("verb", ["show", "walk", "paths", "draw"])
def test_a_file_with_problems_is_told_with_its_problems(run, verb, broken):
    result = run(verb, broken, "--lang", "id")
    assert result.exit_code == 1
    told = result.stderr if verb == "draw" else result.stdout
    assert 'maksudnya "title"?' in told
    assert "belum dapat dipakai: 2 kesalahan" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run, shell):
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_SOPKIT_COMPLETE" in result.stdout


def test_verbs_options_and_values_are_completed(run):
    def completed(words, here):
        return run(_SOPKIT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=here).stdout.split()

    assert completed("sopkit c", "1") == ["plain,check", "plain,case", "plain,completion"]
    assert completed("sopkit case re", "2") == ["plain,release", "plain,resume"]
    assert completed("sopkit case list --sta", "3") == ["plain,--state"]
    assert completed("sopkit check --fo", "2") == ["plain,--format"]
    assert completed("sopkit check --format ", "3") == ["plain,text", "plain,json", "plain,github", "plain,sarif"]


def test_an_option_is_no_slip_for_another_because_of_its_dashes(run):
    assert "Did you mean" not in run("case", "assign", "R-1", "--to", "budi", "--as", "ani:staf").stderr


def test_what_is_said_on_a_terminal_fits_it_and_a_command_is_never_broken():
    command = "sopkit check 'surat yang panjang sekali namanya.sop.json' --format json --verbose"
    line = f"“surat yang panjang sekali namanya.sop.json” is not a command; the command comes first. Did you mean: {command}"
    *prose, last = _fitting(line, 60)
    assert last == command
    assert all(len(one) <= 60 for one in prose)
    assert " ".join([*prose, last]) == line
    assert list(_fitting("Help: sopkit check --help", 60)) == ["Help: sopkit check --help"]
