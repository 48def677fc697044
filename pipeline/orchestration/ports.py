"""Which loopback ports the parts take, and keep, so that addresses stay the same from run to run."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.settings import Settings

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of this run; `wire` is None where the sample wire's is taken, for its feeds know it by that."""

    pages: int
    airflow: int
    wire: int | None


def choose_ports(home: Path, settings: Settings, say: Callable[[str], None]) -> Ports:
    """Return the ports to use: those set by the user, else those of last time, else the defaults, else free ones.

    Raises ConfigurationError where one that the user has set is taken.
    """
    file = home / "ports.json"
    try:
        kept = {name: int(port) for name, port in json.loads(file.read_text()).items() if port}
    except (OSError, ValueError, AttributeError):
        kept = {}
    taken: set[int] = set()

    def choose(name: str, setting: str, default: int) -> int:
        variable = f"WIREWATCH_{setting.upper()}"
        if setting in settings.model_fields_set:
            if not _is_free(default) or default in taken:
                raise ConfigurationError(f"port {default} is taken: set {variable} to another")
            chosen = default
        else:
            wanted = kept.get(name, default)
            chosen = wanted if _is_free(wanted) and wanted not in taken else _any_free(taken)
            if chosen != wanted:
                say(f"port {wanted} is taken, so {name} uses {chosen} from now on ({variable} sets it)")
        taken.add(chosen)
        return chosen

    wire: int | None
    if "wire_port" not in settings.model_fields_set and "wire" in kept and not _is_free(kept["wire"]):
        say(f"port {kept['wire']} is taken: the sample wire is not served this time, and its feeds will fail")
        wire = None
    else:
        wire = choose("wire", "wire_port", settings.wire_port)
    ports = Ports(
        choose("pages", "port", settings.port), choose("airflow", "airflow_port", settings.airflow_port), wire
    )
    file.write_text(json.dumps({**kept, **{name: port for name, port in asdict(ports).items() if port}}))
    return ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _any_free(taken: set[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port
