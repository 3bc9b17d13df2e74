"""What a user installs: every package, every table, and a lexicon that opens from there."""

from __future__ import annotations

import configparser
import fnmatch
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import chipnews

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("chipnews", "lexicons", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
TABLES = sorted(path.relative_to(ROOT / "lexicons").as_posix() for path in (ROOT / "lexicons").rglob("*.tsv"))


def config() -> configparser.ConfigParser:
    """setup.cfg."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def has_setuptools() -> bool:
    """Whether a setuptools is here that knows this layout."""
    if importlib.util.find_spec("setuptools") is None:
        return False
    from importlib.metadata import version

    return int(version("setuptools").split(".")[0]) >= 64


def has_wheel() -> bool:
    """Whether wheels can be built without fetching anything."""
    from importlib.metadata import version

    return has_setuptools() and (importlib.util.find_spec("wheel") is not None or tuple(map(int, version("setuptools").split(".")[:2])) >= (70, 1))


needs_setuptools = pytest.mark.skipif(not has_setuptools(), reason="building needs setuptools>=64 in this environment; nothing is fetched in tests")
needs_wheel = pytest.mark.skipif(not has_wheel(), reason="wheels need the package wheel or setuptools>=70.1 in this environment; nothing is fetched in tests")


def run(tree: Path, code: str, *arguments: str) -> None:
    """Run code in a copy of the tree, quietly; its complaints become the failure."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build needs, so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built by the hooks that `python -m build` and `pip wheel` call."""
    out = tmp_path_factory.mktemp("wheel")
    run(tree, "import sys, setuptools.build_meta as backend; backend.build_wheel(sys.argv[1])", str(out))
    return zipfile.ZipFile(next(out.glob("*.whl")))


@pytest.fixture(scope="module")
def installed(tree: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder with what an installation puts there: the unpacked wheel, or the built tree where wheels cannot be made."""
    out = tmp_path_factory.mktemp("installed")
    if has_wheel():
        request.getfixturevalue("wheel").extractall(out)
    else:
        run(tree, "import setuptools; setuptools.setup()", "--quiet", "build", "--build-lib", str(out))
    return out


# --- setup.cfg against the tree ---------------------------------------------------------------------------------------


def test_every_package_is_listed() -> None:
    """A subpackage that is not listed would vanish from the wheel without a word."""
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "chipnews").rglob("__init__.py")}
    assert sorted(config()["options"]["packages"].split()) == sorted({*folders, "chipnews.lexicons"})


def test_every_folder_with_code_is_a_package() -> None:
    """Without an ``__init__.py`` a folder would not be found."""
    folders = {path.parent for path in (ROOT / "chipnews").rglob("*.py")} | {ROOT / "lexicons"}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_every_table_is_package_data() -> None:
    """Each file of ``lexicons/`` matches a pattern of the package data."""
    patterns = [pattern.strip() for pattern in config()["options.package_data"]["chipnews.lexicons"].split(",")]
    files = [path.relative_to(ROOT / "lexicons") for path in (ROOT / "lexicons").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert TABLES
    assert [f.as_posix() for f in files if not any(fnmatch.fnmatch(f.as_posix(), p) and f.as_posix().count("/") == p.count("/") for p in patterns)] == []


# --- what is built ----------------------------------------------------------------------------------------------------


@needs_setuptools
def test_installation_holds_code_tables_and_types(installed: Path) -> None:
    """Every module, every table and the marker for type checkers arrive."""
    modules = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "chipnews").rglob("*.py"))
    assert [name for name in [*modules, "chipnews/py.typed", *(f"chipnews/lexicons/{table}" for table in TABLES)] if not (installed / name).is_file()] == []


@needs_setuptools
def test_installation_holds_nothing_else(installed: Path) -> None:
    """No tests, examples or second ``lexicons`` land beside the package."""
    assert [path.name for path in installed.iterdir() if path.suffix != ".dist-info"] == ["chipnews"]


@needs_setuptools
def test_lexicon_opens_from_the_installation(installed: Path, tmp_path: Path) -> None:
    """The installed package reads its own tables, far from the checkout, and finds a name."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import chipnews
from chipnews.terms.resources import folder
assert chipnews.__file__.startswith(sys.argv[1]), chipnews.__file__
assert str(folder()).startswith(sys.argv[1]), folder()
assert [span.entity for span in chipnews.extract("\\u8f1d\\u9054").spans] == ["nvidia"]
"""
    done = subprocess.run([sys.executable, "-I", "-c", code, str(installed)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_setuptools
def test_source_distribution_holds_what_a_build_needs(tree: Path, tmp_path: Path) -> None:
    """From the sdist the same can be built again: code, tables, settings, licence and README."""
    run(tree, "import sys, setuptools.build_meta as backend; backend.build_sdist(sys.argv[1])", str(tmp_path))
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"setup.cfg", "pyproject.toml", "README.md", "LICENSE", "chipnews/py.typed", "lexicons/__init__.py", *(f"lexicons/{table}" for table in TABLES)}
    assert wanted - names == set()


@needs_wheel
def test_wheel_tells_name_version_and_command(wheel: zipfile.ZipFile) -> None:
    """The metadata has the version of the code, the licence and the command."""
    folder = f"chipnews-{chipnews.__version__}.dist-info"
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert f"\nVersion: {chipnews.__version__}\n" in metadata
    assert wheel.filename is not None
    assert os.path.basename(wheel.filename).endswith("-py3-none-any.whl")
    assert "chipnews = chipnews.cli:main" in wheel.read(f"{folder}/entry_points.txt").decode()
    assert any(name.startswith(folder) and name.endswith("LICENSE") for name in wheel.namelist())
