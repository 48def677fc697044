"""The one polite client; nothing else opens sockets to the outside, channels apart."""

from pipeline.http.addresses import AllowedHosts, HostPort, host_port
from pipeline.http.client import Client, Limits, Request, userinfo_in, without_userinfo
from pipeline.http.pacing import Pace
from pipeline.http.robots import Robots

__all__ = [
    "AllowedHosts",
    "Client",
    "HostPort",
    "Limits",
    "Pace",
    "Request",
    "Robots",
    "host_port",
    "userinfo_in",
    "without_userinfo",
]
