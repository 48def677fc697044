"""The compose file's shape, and the Dockerfile's steps run as a script, for want of an engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.orchestration.container import PARTS, PASSWORDS, WORKERS, command, environment, health
from tests.conftest import ROOT

SECRETS = ("airflow_password", "broker_password", "fernet_key", "jwt_secret")
OURS = {"migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "pages"}


@pytest.fixture(scope="module")
def compose() -> Any:
    """The compose file."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_the_compose_file_keeps_to_the_specification() -> None:
    done = subprocess.run(
        [
            Path(sys.executable).parent / "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            str(ROOT / "docker-compose.yml"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_each_part_of_the_entry_is_a_service_and_each_service_a_part(compose: Any) -> None:
    assert set(PARTS) == OURS <= compose["services"].keys()
    for name in OURS:
        assert compose["services"][name]["command"] == [name]


def test_every_service_is_bounded_pinned_and_without_privileges(compose: Any) -> None:
    for name, service in compose["services"].items():
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name
        assert re.search(r":\d+(\.\d+)+$", service["image"]), name
        if name != "postgres":
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), name
        if name not in {"backup", "migrate"}:
            assert service["healthcheck"]["test"], name


def test_no_secret_stands_in_the_compose_file(compose: Any) -> None:
    for name in OURS:
        for key, value in compose["services"][name]["environment"].items():
            assert not re.search(r"PASSWORD$|SECRET|FERNET|TOKEN", key), (name, value)


def test_each_part_holds_the_password_of_its_own_role_only(compose: Any) -> None:
    for name in OURS:
        service = compose["services"][name]
        user = service["environment"].get("WIREWATCH_DATABASE_USER")
        held = set(service["secrets"]) - set(SECRETS)
        if name == "migrate":
            assert held == set(PASSWORDS.values()), "it makes the roles"
        else:
            assert held == ({PASSWORDS[user]} if user else set()), name
    assert {
        service["environment"].get("WIREWATCH_DATABASE_USER") for service in map(compose["services"].get, OURS)
    } == {
        None,
        *PASSWORDS,
    }
    assert WORKERS.keys() < PASSWORDS.keys()


def test_a_missing_secret_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"airflow_password is missing.*operations\.md"):
        environment(tmp_path, {})


def test_secrets_with_odd_characters_reach_the_addresses_whole(tmp_path: Path) -> None:
    for name in (*PASSWORDS.values(), *SECRETS):
        (tmp_path / name).write_text("a/b@c:d#e\n")
    env = environment(tmp_path, {"WIREWATCH_DATABASE_USER": "wirewatch_worker"})
    assert env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].endswith("//airflow:a%2Fb%40c%3Ad%23e@postgres:5432/airflow")
    assert "wirewatch_worker:a%2Fb%40c%3Ad%23e@postgres:5432/wirewatch" in env["WIREWATCH_DATABASE_URL"]
    assert env["AIRFLOW__CELERY__BROKER_URL"] == "redis://:a%2Fb%40c%3Ad%23e@valkey:6379/0"
    for part in PARTS:
        assert command(part, env)
    assert health("worker", {**env, "WIREWATCH_WORKER_NAME": "w@x"})[-1] == "w@x"


def test_a_command_runs_with_the_addresses_of_the_parts(tmp_path: Path) -> None:
    for name in SECRETS:
        (tmp_path / name).write_text("a\n")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.orchestration.container", "run", "--help"],
        env={**os.environ, "WIREWATCH_SECRETS": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "doctor" in done.stdout, done.stderr


@pytest.mark.long
def test_the_steps_of_the_dockerfile_build_what_its_entry_needs(tmp_path: Path) -> None:
    """COPY and RUN of the first stage, with its folders under ours; the second stage only copies what came of it."""
    source, built = tmp_path / "src", tmp_path / "opt/wirewatch"
    stage = (ROOT / "Dockerfile").read_text().split("\nFROM ")[1]
    steps = re.findall(r"^(RUN|COPY) (.+)$", stage, re.MULTILINE)
    assert [kind for kind, _ in steps].count("RUN") >= 3
    for kind, words in steps:
        if kind == "COPY":
            assert words == ". ."
            ignored = (ROOT / ".dockerignore").read_text().split()
            shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*ignored, ".*_cache", "__pycache__"))
        else:
            script = words.replace("/opt/wirewatch", str(built))
            folder = source if source.exists() else tmp_path
            done = subprocess.run(["sh", "-euc", script], cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
    python = built / "bin/python"
    for program in ("airflow", "celery", "wirewatch"):
        assert (built / "bin" / program).exists()
    told = subprocess.run(
        [python, "-m", "pipeline.orchestration.container"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "name a part" in told.stderr
    read = subprocess.run(
        [built / "bin/wirewatch", "extract", "-", "--published", "2025-03-17T08:00:00Z", "--format", "jsonl"],
        input="The foreign ministers of Norway and Chile met in Santiago on Monday.",
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert '"CONSULT"' in read.stdout, read.stderr
    for tool in ("pytest", "mypy", "playwright"):
        assert not (built / "bin" / tool).exists(), "what only development needs is not in the image"
