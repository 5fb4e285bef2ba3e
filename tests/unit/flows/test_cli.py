"""The command line on wrong words: one line on stderr that says what to do, exit code 2, nothing touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import app, main
from flows.usage import FAILED, WRONG_USAGE

COMMANDS = ("demo", "doctor", "export", "ingest", "inspect", "serve", "status")
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder with one report in it, and no warehouse named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_WAREHOUSE", raising=False)
    (tmp_path / "report.txt").write_text("报告", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def _refusal(capsys: pytest.CaptureFixture[str], words: list[str]) -> str:
    assert main(words) == WRONG_USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("gongkai: ")
    assert told.err.count("\n") == 1
    return told.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ingest"], "nothing to read: name a file, a folder, a pattern or a URL"),
        (["ingest", ""], "one of the sources is an empty text"),
        (["ingest", "nowhere"], "there is no file or folder nowhere; check the spelling"),
        (["ingest", "empty"], "the folder empty is empty; put reports there, or name another folder"),
        (["ingest", "report.txt", "nowhere"], "there is no file or folder nowhere"),
        (["ingest", "report.txt", "--jobs", "0"], "--jobs 0: at least one worker process is needed"),
        (["ingest", "report.txt", "--jobs", "many"], 'Invalid value for --jobs: unable to convert "many" into int'),
        (["ingest", "report.txt", "--warehouse", "empty"], "the warehouse empty is a folder; name a file in it"),
        (["ingest", "report.txt", "--warehouse", "report.txt/w.duckdb"], "the folder report.txt for the warehouse"),
        (["ingest", "report.txt", "--wharehouse", "w"], "Unknown option: --wharehouse"),
        (["ingest", "report.txt", "--warehouse", "report.txt"], "report.txt is not a DuckDB file; move it away"),
        (
            ["ingest", "report.txt", "--warehouse", "what?/w.duckdb"],
            "has a ?, behind which DuckDB takes it for options",
        ),
        (["ingest", "*.none"], "the pattern *.none matches nothing"),
        (["inspect"], "requires an argument"),
        (["inspect", "nowhere.txt"], "there is no file or folder nowhere.txt"),
        (["inspect", "empty"], "empty is a folder; inspect reads one file"),
        (["inspect", "https://example.org/a.html"], "inspect reads one file on this machine"),
        (["export", "out"], "there is no warehouse warehouse/gongkai.duckdb yet; make it: gongkai ingest SOURCE"),
        (["export"], "requires an argument"),
        (["status"], "there is no warehouse warehouse/gongkai.duckdb yet; make it: gongkai ingest SOURCE"),
        (["status", "--warehouse", "empty"], "the warehouse empty is a folder; name the file in it"),
        (["serve"], "--source"),
        (["serve", "--source", "nowhere"], "there is no file or folder nowhere"),
        (["serve", "--source", "report.txt", "--cron", "every night"], "--cron 'every night' is not a schedule"),
        (["ingets"], "Unknown command"),
    ],
)
def test_wrong_usage_is_one_line_that_says_what_to_do(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in _refusal(capsys, words)


@pytest.mark.skipif(AS_ROOT, reason="root may read and write everywhere")
@pytest.mark.parametrize("words", [["ingest", "shut"], ["ingest", "report.txt", "--warehouse", "shut/w.duckdb"]])
def test_a_folder_without_permission_is_told(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("shut").mkdir(mode=0)
    assert "ermission" in _refusal(capsys, words)


@pytest.mark.parametrize("method", ["iterdir", "open"])
def test_a_path_that_the_system_refuses_is_told(
    method: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, method, refuse)
    source = "empty" if method == "iterdir" else "report.txt"
    assert f"no permission to read {source}; change its permissions" in _refusal(capsys, ["ingest", source])


def test_an_unwritable_place_for_the_warehouse_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("flows.usage.TemporaryFile", refuse)
    assert "the warehouse cannot be written in warehouse (Read-only" in _refusal(capsys, ["ingest", "report.txt"])
    monkeypatch.setattr("flows.cli.check_warehouse", lambda _: None)
    assert "the export cannot be written in . (Read-only file system)" in _refusal(capsys, ["export", "out"])


def test_the_warehouse_may_be_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_WAREHOUSE", "other/place.duckdb")
    assert "there is no warehouse other/place.duckdb yet" in _refusal(capsys, ["status"])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_each_command_by_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert "For example:" in told
    assert f"gongkai {command}" in told.partition("For example:")[2]


def test_the_commands_are_those_of_the_contract() -> None:
    assert sorted(name for name in app if not name.startswith("-")) == sorted(COMMANDS)


@pytest.mark.parametrize("words", [["--help"], ["ingest", "--help"], ["status"], ["inspect", "report.txt"]])
def test_what_needs_no_prefect_does_not_import_it(words: list[str]) -> None:
    script = f"import sys; from flows.cli import main; main({words!r}); sys.exit('prefect' in sys.modules)"
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": root}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (RuntimeError("first\nlast"), "it did not work (last); look with gongkai doctor"),
    ],
)
def test_a_fault_nobody_foresaw_is_one_line(
    fault: Exception, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("flows.run.ingest_now", fail)
    assert main(["ingest", "report.txt"]) == FAILED
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    monkeypatch.setenv("GONGKAI_TRACEBACK", "1")
    with pytest.raises(type(fault)):
        main(["ingest", "report.txt"])
