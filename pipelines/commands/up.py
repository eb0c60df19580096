"""`entente up`: the Dagster UI, the daemon that starts runs, and the dashboard, as children of this process.

All listen on this machine alone.  Each child has a process group of its own, so that all it has started ends with it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from pipelines.commands.doctor import port_in_use
from pipelines.commands.serving import HOST, ServedError, hold
from pipelines.settings import PROJECT, Settings

SECONDS_TO_START = 180.0
SECONDS_TO_END = 5.0  # then what is left is killed
SECONDS_BETWEEN_LOOKS = 0.3


@dataclass(frozen=True)
class Server:
    """A child; `health` is the address that answers when it is ready."""

    name: str
    command: Sequence[str]
    health: str | None
    process: "subprocess.Popen[bytes]"
    log: Path


class _StopError(Exception):
    """Ctrl-C, or a request to end."""


class _ServerError(Exception):
    """A server does not run; the message is one line for the user."""


def up(home: Settings, dagster_port: int, dashboard_port: int) -> int:
    """Serve until told to end; gives the exit status."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        with hold(home, dagster_port, dashboard_port):
            return _serve(home, dagster_port, dashboard_port, console)
    except ServedError as error:
        console.print(str(error))
        return 1


def _serve(home: Settings, dagster_port: int, dashboard_port: int, console: Console) -> int:
    for name, what, port in (
        ("dagster", "the Dagster UI", dagster_port),
        ("dashboard", "the dashboard", dashboard_port),
    ):
        if (why := port_in_use(port)) is not None:
            choose = f"set ENTENTE_{name.upper()}_PORT (or --{name}-port)"
            console.print(f"Port {port} for {what}: {why}. End the program that has it, or {choose}.")
            return 1
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a closed terminal must leave no servers behind
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, lambda *_: stopping.set())
    servers: list[Server] = []
    try:
        console.print("Starting the servers ...")
        code_port = _free_port()
        _write_workspace(home.dagster / "workspace.yaml", code_port)
        servers.append(_start(home, "code", _code_server(code_port), None))
        servers.append(
            _start(home, "dashboard", _dashboard(dashboard_port), f"http://{HOST}:{dashboard_port}/_stcore/health")
        )
        _await_port(servers, code_port, stopping)
        servers.append(
            _start(home, "webserver", _webserver(home, dagster_port), f"http://{HOST}:{dagster_port}/server_info")
        )
        servers.append(_start(home, "daemon", _daemon(home), None))
        _await_health(servers, stopping)
        console.print(f"Dagster UI  http://{HOST}:{dagster_port}")
        console.print(f"Dashboard   http://{HOST}:{dashboard_port}")
        console.print(f"Inbox       {home.inbox}")
        console.print("Ctrl-C ends both.")
        while True:
            _check(servers, stopping)
    except _StopError:
        console.print("Ending the servers ...")
        return 0
    except _ServerError as failure:
        console.print(str(failure))
        return 1
    finally:
        _end(servers)


def _code_server(port: int) -> list[str]:
    # one process loads the definitions for both the UI and the daemon, and can load them anew
    where = ["--host", HOST, "--port", str(port), "--working-directory", str(PROJECT)]
    return [
        "dagster",
        "code-server",
        "start",
        "-m",
        "pipelines.definitions",
        "--use-python-environment-entry-point",
        *where,
    ]


def _webserver(home: Settings, port: int) -> list[str]:
    workspace = str(home.dagster / "workspace.yaml")
    return ["dagster_webserver", "-h", HOST, "-p", str(port), "-w", workspace]


def _daemon(home: Settings) -> list[str]:
    return ["dagster._daemon", "run", "-w", str(home.dagster / "workspace.yaml")]


def _dashboard(port: int) -> list[str]:
    page = str(PROJECT / "dashboard" / "streamlit_app.py")
    where = ["--server.address", HOST, "--server.port", str(port), "--server.headless", "true"]
    quiet = ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    return ["streamlit", "run", page, *where, *quiet]


def _start(home: Settings, name: str, module: list[str], health: str | None) -> Server:
    log = home.logs / f"{name}.log"
    command = [sys.executable, "-m", *module]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=PROJECT / "dashboard" if name == "dashboard" else PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(name, command, health, process, log)


def _write_workspace(path: Path, port: int) -> None:
    path.write_text(f"load_from:\n  - grpc_server: {{host: {HOST}, port: {port}, location_name: entente}}\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await_port(servers: list[Server], port: int, stopping: threading.Event) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            _check(servers, stopping)
    raise _ServerError(f"The code server did not start in {SECONDS_TO_START:.0f} seconds; see {servers[0].log}")


def _await_health(servers: list[Server], stopping: threading.Event) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    for server in servers:
        while server.health is not None and not _answers(server.health):
            _check(servers, stopping)
            if time.monotonic() > deadline:
                raise _ServerError(
                    f"The {server.name} did not start in {SECONDS_TO_START:.0f} seconds; see {server.log}"
                )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _check(servers: list[Server], stopping: threading.Event) -> None:
    """Wait a moment; raise where we were told to end or a server has ended by itself."""
    if stopping.wait(SECONDS_BETWEEN_LOOKS):
        raise _StopError
    for server in servers:
        if (status := server.process.poll()) is not None:
            lines = [line for line in server.log.read_text(errors="replace").splitlines() if line.strip()]
            last = lines[-1].strip() if lines else "it said nothing"
            raise _ServerError(f"The {server.name} ended by itself (status {status}): {last}; see {server.log}")


def _end(servers: list[Server]) -> None:
    """Ask every process group to end, then kill what is left of them."""
    for server in servers:
        _signal(server, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_END
    for server in servers:
        try:
            server.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for server in servers:
        _signal(server, signal.SIGKILL)  # also the children of those that have ended
        server.process.wait()


def _signal(server: Server, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.process.pid, number)
