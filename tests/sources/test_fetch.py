"""One address, fetched from servers that behave and servers that do not."""

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import brotli
import pytest

from pipelines.sources import addresses, transport
from pipelines.sources.fetch import PoliteWeb, retry_after
from pipelines.sources.politeness import Politeness
from pipelines.sources.robots import Rules
from pipelines.sources.types import Answer, Asked, FetchError
from tests.sources.servers import Site, serving

HERE = Asked(max_bytes=2_000_000, allow_private=True)
ZEROS = bytes(20_000_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web() -> PoliteWeb:
    return PoliteWeb("desk@lantern.example", seconds_between=0.0)


def refused(web: PoliteWeb, url: str, asked: Asked = HERE) -> FetchError:
    with pytest.raises(FetchError) as error:
        web.get(url, asked)
    return error.value


def test_a_page_is_fetched_by_a_client_that_says_who_it_is(site: Site, web: PoliteWeb) -> None:
    url = site.put("/a", "<p>Grüße</p>", Content_Type="text/html; charset=utf-8", ETag='"1"', Last_Modified="x")
    assert web.get(url, HERE) == Answer(url, "<p>Grüße</p>".encode(), False, "utf-8", '"1"', "x")
    assert site.asked == ["/robots.txt", "/a"]
    assert site.headers[1]["User-Agent"].startswith("entente/")
    assert "desk@lantern.example" in site.headers[1]["User-Agent"]
    assert "Cookie" not in site.headers[1]


def test_what_has_not_changed_is_not_sent_again(site: Site, web: PoliteWeb) -> None:
    url = site.put("/a", status=304)
    known = web.get(url, Asked(1000, True, etag='"1"', modified="Wed, 19 Jul 2023 12:00:00 GMT"))
    assert (known.is_known, known.content, known.etag) == (True, b"", '"1"')
    assert site.headers[-1]["If-None-Match"] == '"1"'
    assert site.headers[-1]["If-Modified-Since"] == "Wed, 19 Jul 2023 12:00:00 GMT"
    assert refused(web, url).reason == "http_error"  # nothing was asked under a condition


# ---- addresses -----------------------------------------------------------------------------

PRIVATE = [
    "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://0/", "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://[::1]/", "http://[::]/",
    "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/", "http://224.0.0.1/", "https://127.0.0.1:443/",
]  # fmt: skip
NOT_FETCHED = [
    "file:///etc/passwd", "ftp://x.example/a", "javascript:alert(1)", "data:text/html,a", "gopher://127.0.0.1/",
    "//x.example/a", "a.html", "http://", "http://user:secret@x.example/", "http://x.example:22/",
    "http://x.example:99999/", "http://x.example/" + "a" * 2_048,
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_not_asked_however_it_is_written(web: PoliteWeb, url: str) -> None:
    assert refused(web, url, Asked(1000)).reason == "private_address"


@pytest.mark.parametrize("url", NOT_FETCHED)
def test_only_web_addresses_are_fetched(web: PoliteWeb, url: str) -> None:
    assert refused(web, url, Asked(1000)).reason == "bad_url"


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://localhost:{port}/a", "file:///etc/passwd"])
def test_a_redirect_leads_nowhere_that_an_address_may_not(
    site: Site, web: PoliteWeb, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hop is let through as if it were a public one; the second is looked at like any other."""
    real = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda number: str(number) == "127.0.0.2" or real(number))
    monkeypatch.setattr(addresses, "PORTS", {"http": 80, "https": 443, "": site.port, "x": 0})
    with serving("127.0.0.2") as outside:
        addresses.PORTS["x"] = outside.port
        start = outside.put("/", status=302, Location=url.format(port=site.port))
        assert refused(web, start, Asked(1000)).reason in ("private_address", "bad_url")
        assert outside.count("/") == 1
    assert site.asked == []


def test_a_name_that_leads_elsewhere_the_second_time_is_connected_to_where_it_was_seen_to_lead(
    site: Site, web: PoliteWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the number that was checked is the one that is asked."""
    answers = iter(["93.184.215.14"])

    def lookup(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", (next(answers, "127.0.0.1"), 80))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lookup)
    connected: list[tuple[str, int]] = []

    def connect(place: tuple[str, int], *_: object) -> None:
        connected.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(transport, "create_connection", connect)
    refused(PoliteWeb(kept={"http://rebind.example:80": Rules(time.time(), "")}), "http://rebind.example/", Asked(1000))
    assert connected == [("93.184.215.14", 80)]


def test_redirects_are_followed_and_counted(site: Site, web: PoliteWeb) -> None:
    site.put("/end", "the page")
    for i in range(10):
        site.put(f"/{i}", status=(301, 302, 303, 307, 308)[i % 5], Location=f"{i + 1}" if i < 9 else site.url("/end"))
    assert web.get(site.url("/0"), HERE).url == site.url("/end")
    site.put("/first", status=302, Location="/0")
    assert refused(web, site.url("/first")).reason == "too_many_redirects"
    loop = site.put("/loop", status=302, Location="/loop")
    assert refused(web, loop).reason == "too_many_redirects"
    assert refused(web, site.put("/nowhere", status=302)).reason == "http_error"


def test_an_address_is_known_by_what_is_read_not_by_who_sent_the_reader() -> None:
    plain = "https://lantern.example/story?id=7&page=2"
    for url in (
        "https://LANTERN.example:443/story?page=2&id=7#comments",
        "https://lantern.example/story?utm_source=feed&utm_medium=rss&id=7&page=2",
        "https://lantern.example/story?id=7&page=2&fbclid=abc&at_campaign=64",
    ):
        assert addresses.known_as(url) in (plain, plain.replace(".example/", ".example:443/"))
    assert addresses.known_as("https://lantern.example/story?id=8") != addresses.known_as(plain)
    assert addresses.site("news.lantern.co.uk") == addresses.site("www.lantern.co.uk") == "lantern.co.uk"


# ---- bodies --------------------------------------------------------------------------------


def test_what_is_packed_is_unpacked(site: Site, web: PoliteWeb) -> None:
    text = b"The minister met the envoy. " * 1000
    for name, packed in (
        ("gzip", gzip.compress(text)),
        ("deflate", zlib.compress(text)),
        ("br", brotli.compress(text)),
    ):
        assert web.get(site.put(f"/{name}", packed, Content_Encoding=name), HERE).content == text
    broken = site.put("/broken", gzip.compress(text)[:20] + b"\xff" * 80, Content_Encoding="gzip")
    assert refused(web, broken).reason == "network"


@pytest.mark.parametrize(
    ("packed", "name"),
    [
        (gzip.compress(ZEROS), "gzip"),
        (brotli.compress(ZEROS, quality=5), "br"),
        (gzip.compress(gzip.compress(bytes(500_000_000), 1), 1), "gzip, gzip"),
    ],
)
def test_a_bomb_is_not_unpacked(site: Site, web: PoliteWeb, packed: bytes, name: str) -> None:
    url = site.put("/bomb", packed, Content_Encoding=name)
    before = peak_kilobytes()
    assert refused(web, url, Asked(100_000_000, True)).reason == "expands_too_far"
    assert refused(web, url, Asked(100_000, True)).reason == "too_large"
    assert peak_kilobytes() - before < 50_000


def peak_kilobytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def test_too_much_is_not_read_to_the_end(site: Site, web: PoliteWeb) -> None:
    announced = refused(web, site.put("/a", bytes(3_000_000)))
    assert (announced.reason, announced.detail) == (
        "too_large", "the server announces 3,000,000 bytes; at most 2,000,000 are read",
    )  # fmt: skip

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"All work and no play. " * 1000)

    site.pages["/endless"] = endless
    assert refused(web, site.url("/endless")).reason == "too_large"


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(site: Site, web: PoliteWeb) -> None:
    def dribble(handler: BaseHTTPRequestHandler, lead: bytes) -> None:
        for byte in lead + b"x" * 100:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.1)

    head = b"HTTP/1.1 200 OK\r\n\r\n"
    site.pages["/body"] = lambda handler: (handler.wfile.write(head), dribble(handler, b""))[0]
    site.pages["/head"] = lambda handler: dribble(handler, head)
    site.pages["/silent"] = lambda _: time.sleep(10)
    for path in ("/body", "/head", "/silent"):
        fresh = PoliteWeb(seconds_between=0.0, seconds=1.0)
        started = time.monotonic()
        error = refused(fresh, site.url(path))
        assert (error.reason, error.passes) == ("timeout", True)
        assert time.monotonic() - started < 8


def test_a_length_that_is_not_true_is_no_whole_page(site: Site, web: PoliteWeb) -> None:
    error = refused(web, site.put("/short", b"half a page", Content_Length="1000"))
    assert (error.reason, error.passes) == ("network", True)
    assert web.get(site.put("/long", b"a page and more", Content_Length="6"), HERE).content == b"a page"


# ---- answers that are none -----------------------------------------------------------------


def test_errors_are_told_apart_by_whether_another_try_may_help(site: Site, web: PoliteWeb) -> None:
    found = {}
    for status in (204, 400, 401, 403, 404, 410, 451, 500, 501, 503, 522):
        error = refused(web, site.put(f"/{status}", status=status))
        found[status] = (error.reason, error.passes)
    assert {status for status, (reason, _) in found.items() if reason == "not_found"} == {404, 410}
    assert {status for status, (_, passes) in found.items() if passes} == {500, 503, 522}
    assert refused(PoliteWeb(), "http://127.0.0.1:9/", HERE).reason == "network"
    assert refused(PoliteWeb(), "http://no-such-host.invalid/", HERE).reason == "network"


def test_a_site_that_asks_to_wait_is_left_alone(site: Site, web: PoliteWeb) -> None:
    busy = site.put("/busy", status=429, Retry_After="600")
    page = site.put("/page", "a page")
    error = refused(web, busy)
    assert (error.reason, error.passes, error.wait) == ("http_error", True, 600.0)
    error = refused(web, page)
    assert (error.reason, error.passes) == ("timeout", True)
    assert 590 < error.wait <= 600
    assert site.count("/page") == 0
    assert 590 < web.wait(page) <= 600


def test_the_next_run_leaves_a_site_alone_that_asked_for_it_and_asks_again_one_that_was_silent(site: Site) -> None:
    asked_to_wait: dict[str, float] = {}
    web = PoliteWeb(seconds_between=0.0, asked_to_wait=asked_to_wait)
    refused(web, "http://127.0.0.2:9/", HERE)  # nobody answers: that may be the fault of this end
    refused(web, site.put("/busy", status=429, Retry_After="600"))
    assert list(asked_to_wait) == ["127.0.0.1"]
    following = PoliteWeb(seconds_between=0.0, asked_to_wait=asked_to_wait)
    assert 590 < following.wait(site.url("/page")) <= 600
    assert following.wait("http://127.0.0.2:9/") == 0


def test_retry_after_is_a_number_or_a_date() -> None:
    now = 1689768000.0  # noon of 19 July 2023
    assert retry_after("120", now) == 120
    assert retry_after("Wed, 19 Jul 2023 12:05:00 GMT", now) == 300
    assert retry_after("Wed, 19 Jul 2023 11:00:00 GMT", now) == 0
    assert retry_after("soon", now) == retry_after(None, now) == 0
    assert retry_after("99999999", now) == 86_400


def test_what_is_awaited_ends_when_the_web_is_stopped(site: Site) -> None:
    web = PoliteWeb(seconds_between=0.0, seconds=30.0)
    site.pages["/silent"] = lambda _: time.sleep(20)
    threading.Timer(0.3, web.stop).start()
    started = time.monotonic()
    assert refused(web, site.url("/silent")).reason == "timeout"
    assert time.monotonic() - started < 5


# ---- robots and politeness -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "allowed"),
    [
        (200, "User-agent: *\nDisallow: /private/", True),
        (200, "User-agent: *\nDisallow: /", False),
        (200, "User-agent: entente\nDisallow: /news/\n\nUser-agent: *\nAllow: /", False),
        (200, "<html>not found</html>", True),
        (404, "", True),
        (418, "", True),
        (401, "", False),
        (403, "", False),
        (500, "", False),
        (429, "", False),
    ],
)
def test_robots_are_obeyed(site: Site, web: PoliteWeb, status: int, text: str, allowed: bool) -> None:
    site.put("/robots.txt", text, status)
    url = site.put("/news/a", "a page")
    if allowed:
        assert web.get(url, HERE).content == b"a page"
    else:
        error = refused(web, url)
        assert (error.reason, error.passes) == ("robots", status in (500, 429))
        assert site.count("/news/a") == 0
    if "private" in text:
        assert refused(web, site.put("/private/b", "another")).reason == "robots"
    assert site.count("/robots.txt") == 1


def test_robots_are_remembered_for_a_day_by_who_comes_next(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b\nCrawl-delay: 30")
    kept: dict[str, Rules] = {}
    web = PoliteWeb(kept=kept, seconds_between=0.0)
    web.get(site.put("/a", "a page"), HERE)
    assert web.wait(site.url("/a")) > 25  # the site asked for it
    assert refused(PoliteWeb(kept=kept), site.put("/b"), HERE).reason == "robots"
    assert site.count("/robots.txt") == 1
    (origin,) = kept
    kept[origin] = Rules(time.time() - 90_000, "User-agent: *\nDisallow: /")
    PoliteWeb(kept=kept, seconds_between=0.0).get(site.url("/a"), HERE)
    assert site.count("/robots.txt") == 2


def test_a_hop_to_another_site_asks_its_robots_too(site: Site, web: PoliteWeb) -> None:
    with serving("127.0.0.2") as other:
        other.put("/robots.txt", "User-agent: *\nDisallow: /")
        start = site.put("/a", status=301, Location=other.put("/b", "a page"))
        assert refused(web, start).reason == "robots"
        assert other.asked == ["/robots.txt"]


def test_the_starts_on_a_site_are_apart(site: Site) -> None:
    web = PoliteWeb(seconds_between=0.3)
    started = time.monotonic()
    for path in ("/a", "/b", "/c"):
        web.get(site.put(path, "a page"), HERE)
    assert 0.6 <= time.monotonic() - started < 10


def test_a_slow_site_is_asked_less_often() -> None:
    clocks = Politeness(seconds_between=1.0)
    for _ in range(20):
        clocks.answered("slow.example", 40.0)
    clocks.reserve("slow.example", 0.0)
    clocks.reserve("quick.example", 0.0)
    assert 0.5 < clocks.wait("quick.example") <= 1.0
    assert 9.0 < clocks.wait("slow.example") <= 10.0
    assert clocks.reserve("slow.example", 5.0) > 5.0  # nothing is reserved beyond one's patience
    assert clocks.wait("slow.example") <= 10.0


# ---- proxies -------------------------------------------------------------------------------


def test_the_proxy_of_the_environment_is_used(site: Site, web: PoliteWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("127.0.0.3") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        proxy.put("http://unknown-name.invalid/a", "by proxy")
        assert web.get("http://unknown-name.invalid/a", Asked(1000)).content == b"by proxy"
        assert proxy.asked == ["http://unknown-name.invalid:80/robots.txt", "http://unknown-name.invalid/a"]
        assert refused(web, "http://10.0.0.1/", Asked(1000)).reason == "private_address"
        assert web.get(site.put("/direct", "direct"), HERE).content == b"direct"
        assert len(proxy.asked) == 2


# ---- encrypted -----------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("openssl") is None, reason="a certificate is made with openssl")
def test_a_certificate_must_be_of_the_name_that_was_asked_for(
    web: PoliteWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to a number, the certificate is looked at for the name."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context=context) as site:
        site.put("/a", "a secret")
        url = f"https://localhost:{site.port}/a"
        assert refused(web, url).reason == "network"  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        fresh = PoliteWeb(seconds_between=0.0, seconds=5.0)
        assert fresh.get(url, HERE).content == b"a secret"
        other = refused(fresh, url.replace("localhost", "127.0.0.1"))
        assert other.reason == "network" and "certificate" in other.detail.lower()
