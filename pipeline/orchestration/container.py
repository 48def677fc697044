"""The entry of the image: `python -m pipeline.orchestration.container PART` becomes that part of the setup.

Secrets are read from files (docker's /run/secrets, or the folder in WIREWATCH_SECRETS), never from the compose file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import ConfigurationError, WirewatchError
from pipeline.resources import resource
from pipeline.store.embedded import create_database
from pipeline.store.migrations import migrate

_COMMANDS = {
    "api-server": ("airflow", "api-server", "--host", "0.0.0.0", "--port", "8080"),  # noqa: S104  # nosec B104  # inside the container
    "scheduler": ("airflow", "scheduler"),
    "dag-processor": ("airflow", "dag-processor"),
    "triggerer": ("airflow", "triggerer"),
    "pages": ("wirewatch", "serve", "--host", "0.0.0.0", "--port", "8940"),  # noqa: S104  # nosec B104  # inside the container
}


def environment(part: str, folder: Path, given: dict[str, str]) -> dict[str, str]:
    """The part's environment: database addresses and Airflow's keys out of the secret files.

    Raises ConfigurationError where a secret is missing.
    """
    password = quote(_secret(folder, "postgres_password"), safe="")
    host = given.get("WIREWATCH_DATABASE_HOST", "postgres:5432")
    url = f"postgresql://wirewatch:{password}@{host}/wirewatch"
    metadata = f"postgresql+psycopg2://wirewatch:{password}@{host}/airflow"
    jwt = _secret(folder, "jwt_secret")
    return {
        **given,
        "WIREWATCH_DATABASE_URL": url,
        "AIRFLOW__CORE__DAGS_FOLDER": str(resource("dags")),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__CORE__FERNET_KEY": _secret(folder, "fernet_key"),
        "AIRFLOW__API_AUTH__JWT_SECRET": jwt,
        "AIRFLOW__API__SECRET_KEY": jwt,
        "WIREWATCH_PART": part,
    }


def _secret(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text().strip()
    except FileNotFoundError:
        raise ConfigurationError(
            f"the secret {name} is missing: put it, one line, into the file secrets/{name}"
        ) from None


def main() -> None:
    """Bring the schema up to date, then become the part."""
    part = sys.argv[1] if len(sys.argv) == 2 else ""
    if part not in _COMMANDS:
        sys.exit(f"name a part: {', '.join(_COMMANDS)}")
    try:
        env = environment(part, Path(os.environ.get("WIREWATCH_SECRETS", "/run/secrets")), dict(os.environ))
        create_database(env["WIREWATCH_DATABASE_URL"], "airflow")
        migrate(env["WIREWATCH_DATABASE_URL"])
    except WirewatchError as error:
        sys.exit(f"wirewatch: {error}")
    if part == "scheduler" and os.spawnvpe(os.P_WAIT, "airflow", ["airflow", "db", "migrate"], env) != 0:  # noqa: S606
        sys.exit("Airflow could not make its tables")
    command = _COMMANDS[part]
    os.execvpe(command[0], command, env)  # noqa: S606


if __name__ == "__main__":
    main()
