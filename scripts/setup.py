"""Makes `.venv` with the `entente` command in it, as pinned; does nothing when all is there.

    python3 scripts/setup.py [--dev]

Needs nothing but the standard library, and runs on any Python since 3.6, so that an unsupported one gets a clear line.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST, NEWEST = (3, 11), (3, 13)
PINS, DEV_PINS = "constraints.txt", "constraints-dev.txt"


def main(arguments):
    """Set up what the arguments ask for; gives the exit status."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(map(str, sys.version_info[:3]))
        say(f"Python {found} is not supported; 3.11, 3.12 or 3.13 is needed (make PYTHON=python3.12 ...).")
        return 1
    pins = DEV_PINS if "--dev" in arguments else PINS
    if is_done(pins) or is_done(DEV_PINS):
        return 0
    try:
        install(pins)
    except OSError as error:
        say(f"The set-up failed: {error}")
        return 1
    except subprocess.CalledProcessError:
        say("The set-up failed; the reason stands above.")
        return 1
    stamp(pins).write_text(fingerprint(pins))
    return 0


def install(pins):
    """Install exactly the pinned packages, then the project itself as it lies here."""
    if not works(PYTHON):
        say(f"Making .venv with Python {sys.version.split()[0]}")
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pinned = sum("==" in line for line in (ROOT / pins).read_text().splitlines())
    pip(pinned, "--require-hashes", "-r", str(ROOT / pins))
    pip(0, "--no-build-isolation", "--editable", str(ROOT))


def pip(total, *arguments):
    """Run pip install, counting the packages of `total` that it comes to; show what it prints only where it fails."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", *arguments]
    printed = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    ) as process:
        for line in counted(process.stdout, total, printed):
            say(line)
    if process.returncode:
        say("".join(printed[-20:]).rstrip())
        raise subprocess.CalledProcessError(process.returncode, command)


def counted(lines, total, printed):
    """How far pip has come, now and then, from the lines that it prints, which are kept in `printed`."""
    done = 0
    for line in lines:
        printed.append(line)
        if line.startswith("Ignoring "):  # not for this system or Python; pip says so before all else
            total -= 1
        elif line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):  # from afar, from here
            done += 1
            if done % 10 == 0 or done == total:
                yield f"Fetching pinned packages: {done} of {total}"
        elif line.startswith("Installing collected packages") and total:
            yield "Installing them"


def works(python):
    """Whether an environment's Python is there, runs (its base may be gone), and is supported."""
    test = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return python.exists() and subprocess.call([str(python), "-c", test], stderr=subprocess.DEVNULL) == 0


def is_done(pins):
    """Whether these pins were installed here, and nothing has changed since."""
    installed = stamp(pins).exists() and (VENV / "bin" / "entente").exists() and PYTHON.exists()
    return installed and stamp(pins).read_text() == fingerprint(pins)


def stamp(pins):
    """The file that remembers what was installed."""
    return VENV / f"installed-{pins}"


def fingerprint(pins):
    """A hash of what the installation depends on."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in (pins, "pyproject.toml"):
        digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def say(line):
    """Tell the user."""
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
