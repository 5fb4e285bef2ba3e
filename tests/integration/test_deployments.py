"""What `prefect.yaml` names is there, and takes what it gives. `tests/integration/deploy.py` deploys and runs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint

ROOT = Path(__file__).resolve().parents[2]
DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: str(deployment["name"]))
def test_a_deployment_is_of_a_flow_that_takes_its_parameters(deployment: dict[str, Any]) -> None:
    flow = load_flow_from_entrypoint(deployment["entrypoint"], use_placeholder_flow=False)
    assert flow.name == deployment["name"]
    given = deployment["parameters"]
    taken = flow.validate_parameters(given)
    assert {name: taken[name] for name in given} == given
    assert all((ROOT / source).is_dir() for source in given["sources"])
    assert ConcurrencyLimitConfig(**deployment["concurrency_limit"]).limit == 1
    for schedule in deployment.get("schedules", []):
        CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])


def test_the_folder_of_a_flow_may_stand_first_on_the_path() -> None:
    """Prefect puts it there where a flow is named by its file; a module of ours must not hide one of Python's."""
    assert not {path.stem for path in (ROOT / "flows").glob("*.py")} & sys.stdlib_module_names
