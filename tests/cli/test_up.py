"""`entente up`: both servers, the sensor that finds what is put into the inbox, the UI's button, and the end."""

import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from homes import copy, entente, kill, start

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

ARTICLE = """\
Egypt and Iran exchange ambassadors

19 July 2023

Egypt's foreign minister met his Iranian counterpart in Cairo on Wednesday and the two countries agreed to
exchange ambassadors.
"""
LAUNCH = """
mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on RunConfigValidationInvalid { errors { message } }
  }
}
"""
ASSETS = """{ assetNodes { assetKey { path } isExecutable description owners { __typename } kinds groupName } }"""
AUTOMATION = """
{
  repositoryOrError(repositorySelector: {repositoryName: "__repository__", repositoryLocationName: "entente"}) {
    ... on Repository {
      schedules { name scheduleState { status } }
      sensors { name sensorState { status } }
    }
  }
}
"""
RUNS = """{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }"""


class Servers:
    """A running `entente up` on ports of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.dagster, self.dashboard = free_ports(2)
        self.process = start(home, "up", "--dagster-port", str(self.dagster), "--dashboard-port", str(self.dashboard))

    def said(self, line: str) -> None:
        """Read on until a line starts so."""
        assert self.process.stdout is not None
        for said in self.process.stdout:
            if said.startswith(line):
                return
        raise AssertionError(f"never said: {line}")

    def ask(self, query: str, **variables: object) -> Any:
        """Ask Dagster's GraphQL."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.dagster}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["data"]

    def runs(self) -> dict[str, str]:
        """The state of every run."""
        return {run["runId"]: run["status"] for run in self.ask(RUNS)["runsOrError"]["results"]}


def free_ports(n: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_until(reached: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.5)


def group_members(servers: Servers) -> list[str]:
    """The processes that work for this home, wherever they were started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"ENTENTE_HOME={servers.home}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture
def servers(sample_home: Path, tmp_path: Path) -> Iterator[Servers]:
    servers = Servers(copy(sample_home, tmp_path / "home"))
    yield servers
    if servers.process.poll() is None:
        os.kill(servers.process.pid, signal.SIGTERM)
        servers.process.wait(20)


def test_the_servers_from_start_to_end(servers: Servers) -> None:
    servers.said(f"Dagster UI  http://127.0.0.1:{servers.dagster}")
    servers.said(f"Dashboard   http://127.0.0.1:{servers.dashboard}")
    with urllib.request.urlopen(f"http://127.0.0.1:{servers.dashboard}", timeout=20) as page:
        assert page.status == 200

    # schedule and sensor run without anyone turning them on
    automation = servers.ask(AUTOMATION)["repositoryOrError"]
    assert [(s["name"], s["scheduleState"]["status"]) for s in automation["schedules"]] == [
        ("every_quarter_hour", "RUNNING")
    ]
    assert [(s["name"], s["sensorState"]["status"]) for s in automation["sensors"]] == [
        ("due_sources", "RUNNING"),
        ("inbox", "RUNNING"),
    ]

    # what is put into the inbox is in the published file some moments later
    before = servers.runs()
    folder = servers.home.parent / "wednesday"
    folder.mkdir()
    (folder / "cairo.txt").write_text(ARTICLE)
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "table.pdf").write_bytes(b"%PDF-1.7")
    assert entente(servers.home, "add", folder).returncode == 0
    wait_until(lambda: "SUCCESS" in [s for run, s in servers.runs().items() if run not in before], 240)
    with duckdb.connect(str(servers.home / "entente.duckdb"), read_only=True) as con:
        articles = con.execute("select uri from articles where uri like 'inbox:%'").fetchall()
        assert articles == [("inbox:wednesday/cairo.txt",)]
        rejected = con.execute(
            "select split_part(uri, '/', -1), reason from rejected_documents order by all"
        ).fetchall()
        assert rejected == [("empty.txt", "empty"), ("picture.txt", "binary"), ("table.pdf", "unreadable")]

    # the UI's button "Materialize all"
    keys = [node["assetKey"]["path"] for node in servers.ask(ASSETS)["assetNodes"] if node["isExecutable"]]
    published = (servers.home / "entente.duckdb").stat().st_mtime_ns
    where = {"repositoryName": "__repository__", "repositoryLocationName": "entente", "jobName": "__ASSET_JOB"}
    selector = where | {"assetSelection": [{"path": path} for path in keys]}
    answer = servers.ask(LAUNCH, params={"selector": selector, "runConfigData": "{}", "mode": "default"})["launchRun"]
    assert answer["__typename"] == "LaunchRunSuccess", answer
    wait_until(lambda: servers.runs()[answer["run"]["runId"]] in ("SUCCESS", "FAILURE"), 120)
    assert servers.runs()[answer["run"]["runId"]] == "SUCCESS"
    assert (servers.home / "entente.duckdb").stat().st_mtime_ns == published  # nothing had changed

    # Ctrl-C ends all of it within ten seconds
    assert len(group_members(servers)) >= 5
    begun = time.monotonic()
    os.kill(servers.process.pid, signal.SIGINT)
    assert servers.process.wait(10) == 0
    assert time.monotonic() - begun < 10
    wait_until(lambda: not group_members(servers), 10)


def test_a_server_that_cannot_start_ends_the_others_with_one_line(tmp_path: Path) -> None:
    """A home that Dagster cannot use: its storage is a file."""
    (tmp_path / "dagster").mkdir()
    (tmp_path / "dagster" / "storage").write_text("in the way")
    dagster, dashboard = free_ports(2)
    process = start(tmp_path, "up", "--dagster-port", str(dagster), "--dashboard-port", str(dashboard))
    try:
        output, _ = process.communicate(timeout=200)
    finally:
        if process.poll() is None:
            kill(process)
    assert process.returncode == 1
    assert " ended by itself (status " in output.splitlines()[-1]
