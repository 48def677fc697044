"""Names of other sites, methods that write, and headers that every reply carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.web.guard import allowed_hosts, host_name
from tests.web.conftest import Site


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8940", "127.0.0.1:1", "[::1]:8940", "LOCALHOST", "localhost."]
)
def test_loopback_names_are_answered(empty_site: Site, host: str) -> None:
    assert empty_site.get("/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8940", "", "[::1", "a@b:c"]
)
def test_other_names_are_not(empty_site: Site, host: str) -> None:
    reply = empty_site.get("/", host=host)
    assert reply.status in {400, 421}
    assert "Nothing here yet" not in reply.text


def test_the_public_name_is_answered(serve: Callable[..., Site], database_url: str) -> None:
    site = serve(database_url=database_url, public_url="https://wirewatch.example.org/pages")
    assert site.get("/", host="wirewatch.example.org").status == 200
    assert site.get("/", host="other.example.org").status == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_read_only(empty_site: Site, method: str) -> None:
    assert empty_site.get("/", method=method).status in {400, 405}


def test_head_is_get_without_the_body(empty_site: Site) -> None:
    reply = empty_site.get("/", method="HEAD")
    assert (reply.status, reply.size) == (200, 0)
    assert int(reply.headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", "/static/wirewatch.css"])
def test_every_reply_carries_the_headers(empty_site: Site, path: str) -> None:
    headers = empty_site.get(path).headers
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_other_sites_may_link_here_but_load_nothing(empty_site: Site) -> None:
    assert empty_site.get("/try?text=x", sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status == 403
    assert empty_site.get("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status == 200


def test_hosts_come_from_the_public_address() -> None:
    assert allowed_hosts("") == {"localhost", "127.0.0.1", "::1"}
    assert "wirewatch.example.org" in allowed_hosts("https://Wirewatch.example.org:8443/x")
    assert host_name("[::1]:80") == "::1"
