"""The scorer agrees with the shared one on any export, and follows its own rules on small cases."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.exported import exported
from pipeline.evaluation.scoring import StreamScore, judge, score
from pipeline.evaluation.streams import read_stream, streams_under

Row = dict[str, Any]
SEEDS = range(12)


@pytest.fixture(scope="session")
def streams_folder(shared: Path) -> Path:
    return shared / "data" / "streams"


def oracle(folder: Path) -> tuple[list[Row], list[Row]]:
    """The export of a system that answers as the gold does, mentions in whole."""
    url = {row["id"]: row["url"] for row in _read(folder / "articles.jsonl")}
    gold = _read(folder / "events.jsonl")
    events = [
        {
            "id": event["event_id"],
            "type": event["type"],
            "status": event["status"],
            "starts_on": event["starts_on"],
            "place": {"country": event["country"]},
            "mentions": [{"url": url[m["article"]], "quote": m["quote"]} for m in event["mentions"]],
        }
        for event in gold
    ]
    return events, [
        {"event_id": event["event_id"], "kind": d["kind"], "article_url": url[d["article"]]}
        for event in gold
        for d in event["developments"]
    ]


def spoil(folder: Path, seed: int) -> tuple[list[Row], list[Row]]:
    """An export with faults of every kind: lost, moved, cut and foreign mentions, merged rows, wrong fields, traps."""
    rng = random.Random(seed)
    events, developments = oracle(folder)
    articles = _read(folder / "articles.jsonl")
    traps = _read(folder / "non_events.jsonl")
    url = {row["id"]: row["url"] for row in articles}
    for event in list(events):
        _spoil_row(event, events, rng)
    for trap in traps:
        mention = {"url": url[trap["article"]], "quote": trap["quote"]}
        alone = {"id": f"t{len(events)}", "type": "AID", "status": None, "starts_on": None, "mentions": [mention]}
        lot = rng.random()
        if lot < 0.2:
            rng.choice(events)["mentions"].append(mention)
        elif lot < 0.4:
            events.append(alone)
    for n in range(3):
        text = rng.choice(articles)
        sentence = rng.choice([s for s in text["text"].split(". ") if s])
        events.append({"id": f"x{n}", "type": "AGREE", "mentions": [{"url": text["url"], "quote": sentence}]})
    events.append({"id": "far", "type": "AGREE", "mentions": [{"url": "https://else.example/", "quote": "x" * 20}]})
    for development in developments:
        if rng.random() < 0.3:
            development["kind"] = rng.choice(["occurred", "denied", "corroborated", "relocated"])
        if rng.random() < 0.2:
            development["article_url"] = rng.choice(articles)["url"]
    developments += rng.sample(developments, 3)
    rng.shuffle(events)
    return events, developments


def _spoil_row(event: Row, events: list[Row], rng: random.Random) -> None:
    event["mentions"] = [m for m in event["mentions"] if rng.random() > 0.25]
    if rng.random() < 0.3 and len(event["mentions"]) > 1:
        half = event["mentions"][::2]
        event["mentions"] = event["mentions"][1::2]
        events.append({**event, "id": f"{event['id']}-half", "mentions": half})
    if rng.random() < 0.3:
        other = rng.choice(events)
        event["mentions"] += other["mentions"]
    if rng.random() < 0.3:
        event["type"] = rng.choice(["RETREAT", "CONCEDE", "AGREE", "PROTEST"])
    if rng.random() < 0.3:
        event["starts_on"] = rng.choice([None, "2023-03-07", "2018-06-12"])
    if rng.random() < 0.2:
        event["status"], event["place"] = "planned", None
    for mention in event["mentions"]:
        if rng.random() < 0.4:
            cut = rng.randrange(len(mention["quote"]))
            mention["quote"] = mention["quote"][cut // 2 :]


def ours(folder: Path, events: list[Row], developments: list[Row]) -> StreamScore:
    return score(judge(read_stream(folder), exported(events, developments)))


def test_gold_scores_as_perfect(streams_folder: Path) -> None:
    for folder in streams_under(streams_folder):
        assert ours(folder, *oracle(folder)).score == 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_agrees_with_the_shared_scorer_on_spoilt_exports(streams_folder: Path, tmp_path: Path, seed: int) -> None:
    folders = streams_under(streams_folder)
    mine = {}
    for folder in folders:
        events, developments = spoil(folder, seed)
        out = tmp_path / folder.name
        out.mkdir()
        for name, rows in (("events", events), ("developments", developments)):
            (out / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
        mine[folder.name] = ours(folder, events, developments).figures()
    theirs = shared_scores(streams_folder, folders, tmp_path)
    for name, figures in mine.items():
        for figure, value in figures.items():
            assert value == pytest.approx(theirs[name][figure], abs=5e-4), (name, figure)


def shared_scores(streams_folder: Path, folders: list[Path], out: Path) -> dict[str, dict[str, float | None]]:
    """What the shared scorer says of exports under `out`."""
    command = [sys.executable, str(streams_folder / "score.py"), *map(str, folders), "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, dict[str, float | None]] = json.loads(done.stdout)
    return result


def test_empty_export_scores_only_for_its_silence(streams_folder: Path) -> None:
    folder = streams_under(streams_folder)[0]
    result = ours(folder, [], [])
    assert (result.score, result.mention_recall, result.phantoms) == (0.2, 0.0, 0)


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
