"""What a Prefect server keeps, asked of its API."""

from __future__ import annotations

from typing import Any

import httpx


def asked(server: str, what: str, **wanted: Any) -> list[dict[str, Any]]:
    """What fits the filters, e.g. `asked(url, "flow_runs", flows={"name": {"any_": ["nightly"]}})`."""
    told = httpx.post(f"{server}/{what}/filter", json=wanted, timeout=30).raise_for_status().json()
    assert isinstance(told, list)
    return told
