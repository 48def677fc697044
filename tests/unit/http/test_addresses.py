"""Which addresses may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.http.addresses import AllowedHosts, HostPort, host_port, is_public, literal_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "0.0.0.0",  # noqa: S104
        "0.1.2.3", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1", "2001:0:7f00:1:0:0:0:0", "", "localhost", "127.1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::101:101"]
)
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "1.2.3", "1.2.3.4.5", "news.example.7"]
)
def test_half_addresses_are_refused(host: str) -> None:
    with pytest.raises(ValueError, match="neither a name nor a full address"):
        literal_address(host)


def test_names_and_full_addresses_are_told_apart() -> None:
    assert literal_address("news.example") is None
    assert literal_address("0x7f.example") is None
    assert literal_address("127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://news.example/a", HostPort("news.example", 80)),
        ("https://News.Example.:8443/", HostPort("news.example", 8443)),
        ("http://[::1]:81/", HostPort("::1", 81)),
        ("ftp://a/", None), ("http:///a", None), ("http://a:99999/", None), ("", None), ("http://[::1", None),
    ],
)  # fmt: skip
def test_host_and_port(url: str, place: HostPort | None) -> None:
    assert host_port(url) == place


def test_allowed_hosts() -> None:
    allowed = AllowedHosts.parse(" 127.0.0.1:8942, Intranet.Example ,[::1]:9000,::2,, bad:port")
    assert allowed.permits("http://127.0.0.1:8942/feed")
    assert not allowed.permits("http://127.0.0.1:8943/feed")
    assert allowed.permits("http://intranet.example/feed")
    assert allowed.permits("https://intranet.example:8443/feed")
    assert allowed.permits("http://[::1]:9000/")
    assert not allowed.permits("http://[::1]/")
    assert allowed.permits("http://[::2]:1/")
    assert not AllowedHosts.parse("").permits("http://127.0.0.1/")


@given(st.text(max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    AllowedHosts.parse(text).permits(text)
    assert is_public(text) in {True, False}
