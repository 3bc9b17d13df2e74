"""Opening files: compression by suffix, and output that appears when it is whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from chipnews.files import open_output

# --- the output file --------------------------------------------------------------------------------------------------


def test_output_appears_when_it_is_whole(tmp_path: Path) -> None:
    """While a run goes on there is no file under the name; afterwards it is whole, in UTF-8 with plain line ends."""
    target = tmp_path / "out.jsonl"
    with open_output(str(target)) as stream:
        stream.write("輝達\n")
        assert not target.exists()
    assert target.read_bytes() == "輝達\n".encode()
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """A run that dies leaves neither half a file nor a temporary one."""

    def run() -> None:
        with open_output(str(tmp_path / "out.jsonl")) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert os.listdir(tmp_path) == []


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """A run that dies leaves the result of the one before."""
    target = tmp_path / "out.jsonl"
    target.write_text("old")

    def run() -> None:
        with open_output(str(target)) as stream:
            stream.write("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert (target.read_text(), os.listdir(tmp_path)) == ("old", ["out.jsonl"])


@pytest.mark.skipif(os.name != "posix", reason="permissions and special files are POSIX")
def test_output_has_the_usual_permissions(tmp_path: Path) -> None:
    """The file may be read by whom the umask allows, as if it had been opened plainly."""
    (tmp_path / "plain").write_text("")
    with open_output(str(tmp_path / "out.jsonl")):
        pass
    assert (tmp_path / "out.jsonl").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name != "posix", reason="permissions and special files are POSIX")
def test_special_file_is_written_not_replaced(tmp_path: Path) -> None:
    """A named pipe (and so the null device, or a shell's >(gzip)) is written into and stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with open_output(str(pipe)) as stream:
            stream.write("輝達\n")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 100) == "輝達\n".encode()
    finally:
        os.close(reader)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    """Output through a symbolic link goes to the file it points to."""
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real" / "out.jsonl")
    with open_output(str(tmp_path / "out.jsonl")) as stream:
        stream.write("new")
    assert (tmp_path / "out.jsonl").is_symlink()
    assert (tmp_path / "real" / "out.jsonl").read_text() == "new"


def test_output_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder that is missing is an OSError about the file that was asked for."""
    target = tmp_path / "gone" / "out.jsonl"
    with pytest.raises(OSError, match="gone"), open_output(str(target)):
        pass
