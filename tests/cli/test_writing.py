"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from sopkit.cli import writing
from sopkit.cli.parts import Unusable
from sopkit.cli.writing import create, replace, with_ends_of
from sopkit.views.screen import Screen

LOOKS = Screen("en")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "surat.sop.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    return path


def only(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_new_text_takes_the_place_of_the_old_and_the_permissions_stay(file):
    replace(str(file), "new", instead_of="old", looks=LOOKS)
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert only(file.parent) == ["surat.sop.json"]


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(file, tmp_path):
    (tmp_path / "in").mkdir()
    link = tmp_path / "in" / "link.sop.json"
    link.symlink_to(file)
    replace(str(link), "new", instead_of="old", looks=LOOKS)
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert only(tmp_path / "in") == ["link.sop.json"]


@pytest.mark.parametrize(
    ("function", "code", "said"),
    [
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("write", errno.ENOSPC, "the disk is full"),
        ("replace", errno.EROFS, "the disk is read-only"),
        ("replace", errno.EACCES, "permission"),
        ("fsync", errno.EIO, "the disk is damaged"),
        ("fsync", errno.EPROTO, "the system refuses"),
    ],
)
def test_where_the_system_refuses_the_file_is_as_it_was(file, monkeypatch, function, code, said):
    def refuse(*_, **__):
        raise OSError(code, "no")

    monkeypatch.setattr(os, function, refuse)
    with pytest.raises(Unusable) as refused:
        replace(str(file), "new", instead_of="old", looks=LOOKS)
    monkeypatch.undo()
    assert said in refused.value.message
    assert file.read_bytes() == b"old"
    assert only(file.parent) == ["surat.sop.json"]


def test_ctrl_c_in_the_middle_leaves_the_file_as_it_was(file, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        replace(str(file), "new", instead_of="old", looks=LOOKS)
    with pytest.raises(KeyboardInterrupt):
        create(str(file.with_name("baru")), "new", LOOKS)
    assert file.read_bytes() == b"old"
    assert only(file.parent) == ["surat.sop.json"]


def test_a_file_that_somebody_changed_or_removed_meanwhile_is_left_alone(file):
    with pytest.raises(Unusable, match="changed by another program"):
        replace(str(file), "new", instead_of="older", looks=LOOKS)
    assert file.read_bytes() == b"old"
    file.unlink()
    with pytest.raises(Unusable, match="no longer there"):
        replace(str(file), "new", instead_of="old", looks=LOOKS)
    assert only(file.parent) == []


@pytest.mark.parametrize(("code", "said"), [(errno.EACCES, "no permission"), (errno.EROFS, "disk is read-only")])
def test_a_file_that_may_not_be_written_is_not_replaced_either(file, monkeypatch, code, said):
    def refuse(*_):  # as for a file without the permission, whoever runs the test
        raise OSError(code, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unusable, match=said):
        replace(str(file), "new", instead_of="old", looks=LOOKS)
    assert file.read_bytes() == b"old"


def test_what_is_no_file_is_not_written(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unusable, match="no ordinary file"):
        replace(str(tmp_path / "pipe"), "new", instead_of="", looks=LOOKS)


def test_a_new_file_never_takes_the_place_of_one_that_is_there(file):
    with pytest.raises(Unusable, match="already there"):
        create(str(file), "new", LOOKS)
    file.with_name("lost").symlink_to(file.with_name("nowhere"))
    with pytest.raises(Unusable, match="already there"):
        create(str(file.with_name("lost")), "new", LOOKS)
    assert file.read_bytes() == b"old"
    create(str(file.with_name("baru")), "new é\n", LOOKS)
    assert file.with_name("baru").read_bytes() == "new é\n".encode()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("surat.sop.json/x", "its folder is a file"),
        ("x" * 300, "its name is too long"),
        (".", "is a folder"),
        ("/dev/null", "no ordinary file"),
    ],
)
def test_a_new_file_that_cannot_be_is_told(file, monkeypatch, path, said):
    monkeypatch.chdir(file.parent)
    with pytest.raises(Unusable, match=said):
        create(path, "new", LOOKS)
    assert only(file.parent) == ["surat.sop.json"]


def test_a_full_disk_leaves_no_half_of_a_new_file(file, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(writing.os, "write", full)
    with pytest.raises(Unusable, match="full"):
        create(str(file.with_name("baru")), "new", LOOKS)
    assert only(file.parent) == ["surat.sop.json"]


def test_the_mark_at_the_beginning_stays(file):
    file.write_bytes(b"\xef\xbb\xbfold\r\n")
    replace(str(file), "new\r\n", instead_of="old\r\n", looks=LOOKS)
    assert file.read_bytes() == b"\xef\xbb\xbfnew\r\n"


@pytest.mark.parametrize(("old", "written"), [("a\nb\r\n", "1\n2\n"), ("a\r\nb\n", "1\r\n2\r\n"), ("", "1\n2\n")])
def test_line_ends_are_those_of_the_first_line(old, written):
    assert with_ends_of(old, "1\n2\n") == with_ends_of(old, "1\r\n2\r\n") == written


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP])
def test_where_a_disk_knows_no_links_a_new_file_is_written_all_the_same(file, monkeypatch, code):
    def refuse(*_, **__):
        raise OSError(code, "no")

    monkeypatch.setattr(os, "link", refuse)
    create(str(file.with_name("baru")), b"\x00new", LOOKS)
    assert file.with_name("baru").read_bytes() == b"\x00new"
    with pytest.raises(Unusable, match="already there"):
        create(str(file), "new", LOOKS)
    assert file.read_bytes() == b"old"
    assert only(file.parent) == ["baru", "surat.sop.json"]


def test_a_new_file_has_its_name_only_when_it_is_whole(file, monkeypatch):
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (fsync(handle), seen.append(file.with_name("baru").exists())))
    create(str(file.with_name("baru")), "new", LOOKS)
    assert seen == [False]
    assert stat.S_IMODE(file.with_name("baru").stat().st_mode) == 0o666 & ~_umask()


def _umask():
    now = os.umask(0)
    os.umask(now)
    return now
