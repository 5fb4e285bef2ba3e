"""The deployments of `prefect.yaml` on a standing server: `python -m tests.integration.deploy`.

As docs/scheduling.md has it, in a new home: a work pool, `prefect deploy --all`, a worker, and a run of each
deployment, which must complete, and be seen there with its artifact.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.prefect_home import prepare, server
from tests.integration.prefect_api import asked
from tests.integration.whole import ROOT

RUNS = ("ingest/ingest", "nightly/nightly")
_PATIENCE = 300  # seconds for one run, with what a worker needs to see it and to start it


def _prefect(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("prefect")), "--no-prompt", *words]


def _done(*words: str) -> float:
    """Run Prefect's command to its end; the seconds it took. Raises RuntimeError with what it told where it fails."""
    began = time.monotonic()
    told = subprocess.run(_prefect(*words), cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"prefect {' '.join(words)}: {told.stdout}{told.stderr}")
    return time.monotonic() - began


@contextmanager
def _worker(log: Path) -> Iterator[None]:
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(_prefect("worker", "start", "--pool", "gongkai"), stdout=told, stderr=told)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def main(folder: Path) -> None:
    """Deploy into `folder`, run each deployment there, and print what each step took."""
    home = folder / "home"
    home.mkdir()
    (home / "data").symlink_to(ROOT / "data")
    os.environ["GONGKAI_HOME"] = str(home)
    os.environ["PYTHONPATH"] = str(ROOT)
    url = os.environ["PREFECT_API_URL"]
    _done("work-pool", "create", "gongkai", "--type", "process")
    print(f"deployed in {_done('deploy', '--all'):.0f} s", flush=True)
    with _worker(folder / "worker.log"):
        for deployment in RUNS:
            took = _done("deployment", "run", deployment, "--watch", "--watch-timeout", str(_PATIENCE))
            ended = {"flows": {"name": {"any_": [deployment.partition("/")[0]]}}, "sort": "END_TIME_DESC", "limit": 1}
            (run,) = asked(url, "flow_runs", flow_runs={"end_time": {"is_null_": False}}, **ended)
            assert run["state"]["type"] == "COMPLETED", run["state"]
            print(f"{deployment}: {run['state']['message']} ({took:.0f} s)", flush=True)
    artifacts = asked(url, "artifacts", artifacts={"key": {"any_": ["gongkai-run"]}})
    assert len(artifacts) == len(RUNS), artifacts
    assert (home / "warehouse" / "gongkai.duckdb").is_symlink()
    assert (home / "warehouse" / "export" / "datapackage.json").is_file()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        prepare(Path(place))
        with server(schedules=True) as answers:
            answers()
            main(Path(place))
