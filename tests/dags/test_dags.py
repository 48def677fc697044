"""The real DAGs: they load clean and fast, and carry a stream from feeds to events and alerts."""

from __future__ import annotations

import ast
import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import clock
from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.tasks import scheduled
from pipeline.tasks.ingest.feeds import import_opml
from pipeline.tasks.watch.watches import apply_watches

DAGS = Path(__file__).resolve().parents[2] / "dags"
TAGS = {"wirewatch", "live", "upkeep", "archive"}
pytestmark = pytest.mark.xdist_group("dags")  # Airflow is loaded, and its tables are made, by one process only
EXPECTED = {"ingest_feeds", "detect_events", "send_alerts", "housekeeping", "backfill"}


@pytest.fixture(scope="module")
def dag_bag(airflow_metadata: None) -> Any:
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=str(DAGS))


def test_all_dags_load_without_error(dag_bag: Any) -> None:
    assert dag_bag.import_errors == {}
    assert set(dag_bag.dags) == EXPECTED


@pytest.mark.parametrize("path", sorted(DAGS.glob("*.py")), ids=lambda path: path.stem)
def test_loading_one_imports_nothing_dear(
    path: Path,
) -> None:  # every parse, of which there is one a minute, would pay for it
    imported = {
        name.partition(".")[0]
        for node in ast.parse(path.read_text()).body
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in getattr(node, "names", ())]
        )
    }
    assert imported <= {"__future__", "airflow", "datetime", "typing"}


def test_each_dag_says_what_to_do_when_it_fails(dag_bag: Any) -> None:
    for dag in dag_bag.dags.values():
        assert "Triage" in (dag.doc_md or ""), dag.dag_id
        assert set(dag.tags) <= TAGS, dag.dag_id
        assert all(task.retries >= 1 for task in dag.tasks), dag.dag_id


def test_airflow_links_to_the_pages(airflow_metadata: None) -> None:
    from airflow import __version__
    from airflow.api_fastapi.core_api.datamodels.plugins import ExternalViewResponse
    from airflow.plugins_manager import get_plugin_info

    assert __version__ == "3.3.2", "what a plugin may show changes between versions: look at the link, then raise this"
    (ours,) = [each for each in get_plugin_info() if each["name"] == "wirewatch"]
    (view,) = [ExternalViewResponse.model_validate(each) for each in ours["external_views"]]
    assert (view.name, view.href, view.destination) == ("Wirewatch", "http://127.0.0.1:8940/", "nav")
    assert view.url_route is None, "a route of Airflow's own would frame the page, which lets nobody frame it"


def test_dag_files_hold_no_logic() -> None:
    for path in DAGS.glob("*.py"):
        assert len(path.read_text().splitlines()) < 100, path.name


def _run(dag_bag: Any, name: str, conf: dict[str, Any] | None = None) -> None:
    run = dag_bag.dags[name].test(run_conf=conf)
    assert str(run.state) == "success", name


def test_a_stream_goes_from_feeds_to_events_and_alerts(
    dag_bag: Any, for_tasks: str, stream_server: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = stream_server("trump-kim-2018")
    monkeypatch.setenv("WIREWATCH_ALLOW_HOSTS", base.removeprefix("http://"))
    with Database(for_tasks) as database:
        with urllib.request.urlopen(f"{base}/feeds.opml") as reply:
            import_opml(database, Settings(), reply.read(), now=clock.now())
        apply_watches(database, '[[watch]]\nname = "all"\n', "all.toml")
        with urllib.request.urlopen(f"{base}/__advance?n=50") as reply:
            shown = json.load(reply)["published"]
        for name in ("ingest_feeds", "detect_events", "send_alerts"):
            _run(dag_bag, name)
        counts = database.run(
            "select (select count(*) from articles where state = 'extracted') as articles, (select count(*) from events) as events, "
            "(select count(*) from developments where superseded_at is null) as developments, "
            "(select count(*) from alerts where state = 'sent') as sent, "
            "(select count(*) from alerts) as alerts"
        )[0]
    assert counts["articles"] == shown
    assert counts["events"] > 3
    assert counts["sent"] == counts["alerts"] == counts["developments"] > 3


def test_an_idle_run_succeeds_and_leaves_no_row(dag_bag: Any, for_tasks: str) -> None:
    for name in ("ingest_feeds", "detect_events", "send_alerts", "housekeeping"):
        _run(dag_bag, name)
    with Database(for_tasks) as database:
        assert database.run("select count(*) as n from runs")[0]["n"] == 0


def test_backfill_takes_an_archive_by_parameter(dag_bag: Any, for_tasks: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive.jsonl"
    archive.write_text(
        json.dumps(
            {
                "url": "https://desk.example/2024/05/13/ministers",
                "title": "Ministers to meet",
                "text": "The foreign ministers of Norway and Chile will meet in Santiago on Friday, officials said.",
                "published": "2024-05-13T08:00:00Z",
                "outlet": "Desk",
            }
        )
        + "\n"
    )
    _run(dag_bag, "backfill", {"archive": str(archive)})
    with Database(for_tasks) as database:
        rows = database.run("select type, status, starts_on::text from events")
    assert rows == [{"type": "CONSULT", "status": "planned", "starts_on": "2024-05-17"}]


def test_a_database_that_does_not_answer_fails_the_run(
    dag_bag: Any, airflow_metadata: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path))
    dag = dag_bag.dags["send_alerts"]
    for task in dag.tasks:
        monkeypatch.setattr(task, "retries", 0)  # each would be five seconds later
    monkeypatch.setattr(scheduled, "CONNECT_S", 0.2)
    run = dag.test()
    assert str(run.state) != "success"
