"""`make setup` says what is wrong in one line, and knows when there is nothing to do."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from homes import ROOT

SCRIPT = ROOT / "scripts" / "setup.py"


@pytest.fixture
def setup(tmp_path: Path) -> ModuleType:
    """The script, for a project elsewhere."""
    spec = importlib.util.spec_from_file_location("entente_setup", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.VENV = tmp_path, tmp_path / ".venv"
    module.PYTHON = module.VENV / "bin" / "python"
    for name in ("constraints.txt", "constraints-dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    module.PYTHON.parent.mkdir(parents=True)
    module.PYTHON.symlink_to(sys.executable)
    (module.VENV / "bin" / "entente").touch()
    return module


@pytest.mark.parametrize("version", ["(3, 9, 1)", "(3, 10, 14)", "(3, 14, 0)"])
def test_an_unsupported_python_gets_one_clear_line(version: str) -> None:
    run_as = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", run_as], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "is not supported; 3.11, 3.12 or 3.13 is needed" in done.stderr


def test_what_is_installed_is_not_installed_again_until_the_pins_change(setup: ModuleType, tmp_path: Path) -> None:
    assert not setup.is_done("constraints.txt")
    setup.stamp("constraints.txt").write_text(setup.fingerprint("constraints.txt"))
    assert setup.main([]) == 0  # there is nothing here that could be installed
    assert not setup.is_done("constraints-dev.txt")
    (tmp_path / "constraints.txt").write_text("others")
    assert not setup.is_done("constraints.txt")


def test_the_environment_for_developers_serves_users_too(setup: ModuleType) -> None:
    setup.stamp("constraints-dev.txt").write_text(setup.fingerprint("constraints-dev.txt"))
    assert setup.main([]) == 0


def test_packages_are_counted_to_the_last_one_wherever_pip_finds_them(setup: ModuleType) -> None:
    lines = ["Looking in links: wheels\n", "Ignoring pywin32: markers 'sys_platform' don't match your environment\n"]
    lines += [f"Collecting package{n}==1.0\n" for n in range(8)] + ["  Using cached package0.whl\n"]
    lines += [f"Processing ./wheels/package{n}.whl\n" for n in range(4)]
    lines += ["Requirement already satisfied: there==1.0\n", "Installing collected packages: package0\n"]
    printed: list[str] = []
    assert list(setup.counted(lines, 14, printed)) == [
        "Fetching pinned packages: 10 of 13",
        "Fetching pinned packages: 13 of 13",
        "Installing them",
    ]
    assert printed == lines


def test_an_environment_whose_python_is_gone_does_not_work(setup: ModuleType, tmp_path: Path) -> None:
    assert setup.works(setup.PYTHON)
    setup.PYTHON.unlink()
    setup.PYTHON.symlink_to(tmp_path / "removed")
    assert not setup.works(setup.PYTHON)


def test_the_pins_carry_hashes_and_name_no_host() -> None:
    for name in ("constraints.txt", "constraints-dev.txt"):
        text = (ROOT / name).read_text()
        pins = [line for line in text.splitlines() if "==" in line]
        assert len(pins) > 100
        assert all(line.endswith("\\") for line in pins)
        assert "://" not in text
