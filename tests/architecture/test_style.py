"""House rules that no linter knows."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 500  # lines; past 300 a file is discussed
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "lib"}

# put together here, so that this file does not hold them itself
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]
MACHINE_PATHS = ["/" + "/".join(parts) for parts in (("work", ""), ("opt", "pinto"), ("root", ""))]


def tracked() -> list[Path]:
    """The files of the repository, as git knows them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    found = tracked()
    assert len(found) > 50
    return found


def test_no_file_is_named_after_nothing(files):
    assert [str(path) for path in files if path.stem.lower() in NAMELESS] == []


def test_no_file_hides_behind_a_folder_of_its_name(files):
    """Python reads the folder: the file beside it is dead, and nobody is told."""
    assert [str(path) for path in files if path.suffix == ".py" and path.with_suffix("").is_dir()
            and (path.with_suffix("") / "__init__.py").exists()] == []  # fmt: skip


def test_no_file_is_too_long_to_read(files):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if path.suffix in {".py", ".html", ".js"} and "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}


def test_no_registry_address_and_no_path_of_one_machine_is_kept(files):
    found = []
    for path in files:
        if path.name in {"LICENSE"}:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a workbook
        found += [
            f"{path.relative_to(ROOT)}: {word}" for word in HOSTS + MACHINE_PATHS if word in text
        ]

    assert found == []


def test_the_compiled_and_the_built_are_not_kept(files):
    endings = {".mo", ".pyc", ".woff2", ".sqlite3"}

    assert [str(path) for path in files if path.suffix in endings or "built" in path.parts] == []
