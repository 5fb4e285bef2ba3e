"""What a server asks for when it says to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extract.answers import retry_after


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120.0), (" 0 ", 0.0), ("", None), ("soon", None), ("-5", None), ("Mon, 02 Mar 2020 08:00:00 GMT", 0.0)],
)
def test_seconds_and_dates_are_understood_and_nothing_else(told: str, seconds: float | None) -> None:
    assert retry_after(told) == seconds


def test_a_date_to_come_is_a_wait() -> None:
    wait = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert wait is not None
    assert 3_500 < wait <= 3_600
