"""The entry of the image: `python -m pipeline.orchestration.container PART` becomes that part of the setup.

`... container run COMMAND` is a `wirewatch` command with the addresses that the parts use. `... container check PART` says
by its exit code whether the part on this host is well: the health checks of docker-compose.yml. Secrets are read from files
(docker's /run/secrets, or the folder in WIREWATCH_SECRETS), never from the compose file.
"""

from __future__ import annotations

import os
import socket
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import ConfigurationError, WirewatchError
from pipeline.resources import resource
from pipeline.store import Database
from pipeline.store.embedded import create_database
from pipeline.store.migrations import migrate

_WARM = (sys.executable, "-P", "-m", "pipeline.orchestration.warm")
_ALL = "0.0.0.0"  # noqa: S104  # nosec B104  # inside the container; what is let out, the compose file says
_CELERY = "airflow.providers.celery.executors.celery_executor.app"
_JOBS = {"scheduler": "SchedulerJob", "dag-processor": "DagProcessorJob", "triggerer": "TriggererJob"}
AIRFLOW = "airflow"  # the role and the database of its metadata
WORKERS = {"wirewatch_worker": ["ingest", "resolve"], "wirewatch_pages": ["resolve", "pages"]}
# Which secret is the password of which role; the first owns everything, and brings the schema up to date.
PASSWORDS = {
    "wirewatch": "postgres_password",
    "wirewatch_worker": "worker_password",
    "wirewatch_pages": "pages_password",
}
PARTS = ("migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "pages")


def environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """A part's environment: addresses of database and broker, and Airflow's keys, out of the secret files.

    Raises ConfigurationError where a secret is missing.
    """
    host = given.get("WIREWATCH_DATABASE_HOST", "postgres:5432")
    metadata = f"{AIRFLOW}:{quote(_secret(folder, 'airflow_password'), safe='')}@{host}/{AIRFLOW}"
    key = quote(_secret(folder, "broker_password"), safe="")
    broker = f"redis://:{key}@{given.get('WIREWATCH_BROKER_HOST', 'valkey:6379')}/0"
    jwt = _secret(folder, "jwt_secret")
    return {
        **given,
        **_database(folder, given.get("WIREWATCH_DATABASE_USER", ""), host),
        "AIRFLOW__CORE__DAGS_FOLDER": str(resource("dags")),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{metadata}",
        "AIRFLOW__CELERY__BROKER_URL": broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+postgresql+psycopg2://{metadata}",
        "AIRFLOW__CORE__FERNET_KEY": _secret(folder, "fernet_key"),
        "AIRFLOW__API_AUTH__JWT_SECRET": jwt,
        "AIRFLOW__API__SECRET_KEY": jwt,
    }


def _database(folder: Path, user: str, host: str) -> dict[str, str]:
    """The address of our database for a part that needs it: each logs in as the role that may do what it does."""
    if not user:
        return {}
    password = quote(_secret(folder, PASSWORDS[user]), safe="")
    return {"WIREWATCH_DATABASE_URL": f"postgresql://{user}:{password}@{host}/wirewatch"}


def bring_up_to_date(folder: Path, url: str) -> None:
    """Bring our schema up to date, and the roles that the parts log in as; Airflow's own database belongs to Airflow's."""
    create_database(url, AIRFLOW)
    migrate(url)
    with Database(url) as database, database.transaction() as connection:
        queries = database.queries
        for name, stages in WORKERS.items():
            queries.add_worker(connection, name=name, password=_secret(folder, PASSWORDS[name]), stages=stages)
        queries.add_owner(connection, database=AIRFLOW, name=AIRFLOW, password=_secret(folder, "airflow_password"))


def _secret(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text().strip()
    except FileNotFoundError:
        raise ConfigurationError(
            f'the secret {name} is missing: docs/operations.md, "On a server", shows the line that makes all of them'
        ) from None


def command(part: str, env: Mapping[str, str]) -> tuple[str, ...]:
    """The program that a part is."""
    port, pages = env.get("WIREWATCH_AIRFLOW_PORT", "8080"), env.get("WIREWATCH_PORT", "8940")
    address = env.get("WIREWATCH_BIND", _ALL)
    return {
        "migrate": ("airflow", "db", "migrate"),
        "api-server": ("airflow", "api-server", "--host", address, "--port", port),
        "scheduler": (*_WARM, "scheduler", "--skip-serve-logs"),
        "dag-processor": ("airflow", "dag-processor"),
        "triggerer": ("airflow", "triggerer", "--skip-serve-logs"),
        "worker": (*_WARM, "celery", "worker", "--skip-serve-logs", "--celery-hostname", _worker_name(env)),
        "pages": ("wirewatch", "serve", "--host", address, "--port", pages),
    }[part]


def health(part: str, env: Mapping[str, str]) -> tuple[str, ...] | str:
    """What tells whether a part is well: a command that succeeds, or an address that answers."""
    if part == "api-server":
        return f"http://127.0.0.1:{env.get('WIREWATCH_AIRFLOW_PORT', '8080')}/api/v2/monitor/health"
    if part == "pages":
        return f"http://127.0.0.1:{env.get('WIREWATCH_PORT', '8940')}/healthz"
    if part == "worker":
        return ("celery", "--app", _CELERY, "inspect", "ping", "--destination", _worker_name(env))
    return ("airflow", "jobs", "check", "--job-type", _JOBS[part], "--hostname", socket.gethostname())


def _worker_name(env: Mapping[str, str]) -> str:
    return env.get("WIREWATCH_WORKER_NAME") or f"celery@{socket.gethostname()}"


def check(part: str, env: dict[str, str]) -> int:
    """The exit code of a health check."""
    how = health(part, env)
    if not isinstance(how, str):
        os.execvpe(how[0], how, env)  # noqa: S606
    try:
        with urllib.request.urlopen(how, timeout=10) as reply:  # noqa: S310  # nosec B310  # an address of our own
            return 0 if reply.status == 200 else 1
    except OSError:
        return 1


def main() -> None:
    """Become the part, run a command, or check a part. `migrate` brings both schemas up to date and ends; the others wait for it."""
    words = sys.argv[1:]
    checking, part = words[:1] == ["check"], words[-1] if words else ""
    running = words[:1] == ["run"]
    if part not in PARTS and not running:
        sys.exit(f"name a part: {', '.join(PARTS)}; or: run COMMAND")
    folder = Path(os.environ.get("WIREWATCH_SECRETS", "/run/secrets"))
    try:
        env = environment(folder, dict(os.environ))
        if checking:
            sys.exit(check(part, env))
        if part == "migrate":
            bring_up_to_date(folder, env["WIREWATCH_DATABASE_URL"])
    except WirewatchError as error:
        sys.exit(f"wirewatch: {error}")
    program = ("wirewatch", *words[1:]) if running else command(part, env)
    os.execvpe(program[0], program, env)  # noqa: S606


if __name__ == "__main__":
    main()
