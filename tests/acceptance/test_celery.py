"""The processes of docker-compose.yml, as plain processes: they read the dev streams to the rows of a local run, though some are
killed in the middle.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
import yaml

from pipeline.store import Database, embedded
from pipeline.tasks.detect.stage import detect
from pipeline.tasks.ingest.backfill import backfill
from tests.acceptance.running import until
from tests.acceptance.test_streams import NAMES, rows
from tests.conftest import ROOT, free_port

pytestmark = [
    pytest.mark.long,
    pytest.mark.xdist_group("up"),
    pytest.mark.skipif(
        shutil.which("redis-server") is None, reason="there is no redis-server: apt-get install redis-server"
    ),
]
SECRETS = {
    "worker_password": "w", "pages_password": "p", "airflow_password": "a", "broker_password": "broker", "fernet_key": "A" * 43 + "=", "jwt_secret": "j" * 64,
}  # fmt: skip


class Composed:
    """The parts of the compose file, started here with its environment; its hosts and folders stand for ours."""

    def __init__(self, folder: Path) -> None:
        compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
        self.services: dict[str, Any] = compose["services"]
        self.folder = folder
        self.ports = {"valkey": free_port(), "api-server": free_port(), "pages": free_port()}
        self.url = embedded.start(folder / "postgres-home")
        parts = urlsplit(self.url)
        secrets = folder / "secrets"
        secrets.mkdir(mode=0o700)
        for name, value in {**SECRETS, "postgres_password": parts.password or ""}.items():
            (secrets / name).write_text(value + "\n")
        self.extra = {
            "WIREWATCH_SECRETS": str(secrets),
            "WIREWATCH_DATABASE_HOST": f"{parts.hostname}:{parts.port}",
            "WIREWATCH_BROKER_HOST": f"127.0.0.1:{self.ports['valkey']}",
            "WIREWATCH_AIRFLOW_PORT": str(self.ports["api-server"]),
            "WIREWATCH_PORT": str(self.ports["pages"]),
            "WIREWATCH_BIND": "127.0.0.1",
            "C_FORCE_ROOT": "1",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def _service(self, name: str) -> dict[str, Any]:
        """The service of a part; `worker-1` is a worker, `scheduler-2` a second scheduler."""
        found: dict[str, Any] = self.services[re.sub(r"-\d$", "", name)]
        return found

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a part as its container would have it."""
        given = {
            key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))
            .replace("/var/lib/wirewatch", str(self.folder / "shared"))
            .replace("/tmp/airflow", str(self.folder / name))  # of the container
            .replace("api-server:8080", f"127.0.0.1:{self.ports['api-server']}")
            for key, value in self._service(name)["environment"].items()
        }
        return {**os.environ, **given, **self.extra, "WIREWATCH_WORKER_NAME": f"{name}@here"}

    def start(self, name: str) -> None:
        """Start a part."""
        (self.folder / name).mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "pipeline.orchestration.container", *self._service(name)["command"]],
                env=self.environment(name),
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
            )

    def broker(self) -> None:
        """Debian's Redis speaks what Valkey speaks."""
        self.processes["valkey"] = subprocess.Popen(
            f"redis-server --port {self.ports['valkey']} --bind 127.0.0.1 --requirepass {SECRETS['broker_password']}".split(),
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
        )

    def well(self, name: str) -> bool:
        """Whether the health check of the compose file says so."""
        check = self._service(name)["healthcheck"]["test"][2:]
        try:
            done = subprocess.run(
                [sys.executable, *check],
                env=self.environment(name),
                cwd=ROOT,
                capture_output=True,
                check=False,
                timeout=120,
            )
        except subprocess.TimeoutExpired:  # on a busy machine: asked again
            return False
        return done.returncode == 0

    def logs(self) -> str:
        """The end of every log."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def signal(self, number: signal.Signals, *names: str) -> None:
        """Send a signal to these parts and all that they started."""
        sessions = {self.processes[name].pid for name in names}
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) in sessions:
                    process.send_signal(number)
            except (OSError, psutil.Error):
                continue

    def stop(self) -> None:
        """End all parts with all that they started."""
        self.signal(signal.SIGTERM, *self.processes)
        time.sleep(5)
        self.signal(signal.SIGKILL, *self.processes)
        for process in self.processes.values():
            process.wait(30)
        embedded.stop(self.folder / "postgres-home")


@contextmanager
def composed(folder: Path) -> Iterator[Composed]:
    """All parts up and well."""
    setup = Composed(folder)
    try:
        setup.broker()
        setup.start("migrate")
        assert setup.processes["migrate"].wait(240) == 0, setup.logs()
        for name in ("scheduler", "api-server", "dag-processor", "triggerer"):
            setup.start(name)
        until(lambda: answers(setup.ports["api-server"]), 240, setup.logs)
        for name in ("worker-1", "worker-2"):
            setup.start(name)
        until(lambda: setup.well("worker-1") and setup.well("worker-2"), 240, setup.logs)
        yield setup
    finally:
        setup.stop()


def answers(port: int) -> bool:
    """Whether Airflow says that its scheduler and DAG processor live."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=5) as reply:
            parts = json.load(reply)
    except OSError:
        return False
    return all(parts[name]["status"] == "healthy" for name in ("scheduler", "dag_processor", "triggerer"))


def test_celery_workers_give_the_rows_of_the_local_run(shared: Path, tmp_path: Path, fresh_database: Any) -> None:
    """With two schedulers, as where the first was thought dead; one of them and one of the workers are killed in the middle."""
    lines = [
        line for name in NAMES for line in (shared / "data/streams" / name / "articles.jsonl").read_text().splitlines()
    ]
    archive = tmp_path / "archive.jsonl"
    archive.write_text("\n".join(lines) + "\n")
    with composed(tmp_path) as setup:
        assert all(setup.well(name) for name in ("api-server", "scheduler", "dag-processor", "triggerer"))
        setup.start("scheduler-2")
        trigger = ["airflow", "dags", "trigger", "backfill", "--conf", json.dumps({"archive": str(archive)})]
        env = command_environment(setup)
        until(
            lambda: subprocess.run(trigger, env=env, capture_output=True, check=False).returncode == 0, 120, setup.logs
        )
        with Database(setup.url) as database, fresh_database() as local:

            def done() -> bool:
                left = database.run(
                    "select (select count(*) from articles where state = 'extracted') as extracted,"
                    " (select count(*) from mentions where state = 'new') as waiting"
                )[0]
                return bool(left == {"extracted": len(lines), "waiting": 0})

            def begun() -> bool:
                return bool(database.run("select 1 from articles where state = 'extracted' limit 1"))

            until(begun, 200, setup.logs)
            setup.signal(signal.SIGKILL, "scheduler", "worker-1")
            until(done, 400, setup.logs)
            for _ in backfill(local, lines, datetime(2026, 1, 1, tzinfo=UTC)):
                pass
            detect(local)
            assert rows(database, str) == rows(local, str)
        with Database(setup.url.rsplit("/", 1)[0] + "/airflow") as metadata:
            executors = {row["executor"] for row in metadata.run("select distinct executor from task_instance")}
            assert all("Celery" in (each or "Celery") for each in executors)


def command_environment(setup: Composed) -> dict[str, str]:
    """The environment in which an `airflow` command speaks to this setup."""
    from pipeline.orchestration.container import environment

    return environment(Path(setup.extra["WIREWATCH_SECRETS"]), setup.environment("scheduler"))
