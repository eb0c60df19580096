"""A SPARQL service on this machine that answers what it is told to, in the format of the real ones."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

WIKIDATA = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass
class Answer:
    """One answer of the service."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False  # promise more than is sent
    seconds_a_byte: float = 0.0


@dataclass
class Service:
    """What it will answer, one after the other, the last for ever; and what it was asked."""

    answers: list[Answer]
    url: str = ""
    queries: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


def results(*rows: dict[str, str]) -> bytes:
    """Rows as `application/sparql-results+json`: items as addresses, days and names as they come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    bindings = [{name: cell(name, value) for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def cell(name: str, value: str) -> dict[str, str]:
    if value.startswith("_:"):
        return {"type": "bnode", "value": value}
    if name in ("item", "organisation"):
        return {"type": "uri", "value": value if "/" in value else WIKIDATA + value}
    if name in ("start", "end"):
        return {"type": "literal", "datatype": f"{XSD}dateTime", "value": f"{value}T00:00:00Z"}
    if name.endswith("Precision"):
        return {"type": "literal", "datatype": f"{XSD}integer", "value": value}
    return {"type": "literal", "xml:lang": "en", "value": value}


@contextmanager
def serving(*answers: Answer) -> Iterator[Service]:
    service = Service(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            service.queries.append(parse_qs(body)["query"][0])
            service.headers.append(dict(self.headers))
            answer = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/sparql-results+json;charset=utf-8")
            self.send_header("Content-Length", str(len(answer.body) * (2 if answer.cut else 1)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if answer.seconds_a_byte:
                for byte in answer.body:
                    if service.ended.wait(answer.seconds_a_byte):
                        return
                    self.wfile.write(bytes([byte]))
            else:
                self.wfile.write(answer.body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.ended.set()
        server.shutdown()
        server.server_close()
