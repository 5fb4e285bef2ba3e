"""Lists of addresses: what is taken for one, what each row becomes, and what is said of a list that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.source_list import is_list, listed
from extract.sources import SourceError, check, find, searched


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_text(text, encoding=encoding)
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_with_addresses_is_a_list(encoding: str, tmp_path: Path) -> None:
    text = (
        "URL,Agency,region,note\nhttps://example.org/a.html,示例县财政局,示例县,\n\nhttp://example.org/b?x=1&y=2,,,\n"
    )
    path = write(tmp_path / "list.csv", text, encoding)
    assert is_list(path)
    first, second = find([path])
    assert (first.kind, first.uri) == ("address", "https://example.org/a.html")
    assert json.loads(first.metadata) == {"agency": "示例县财政局", "region": "示例县"}
    assert (second.uri, second.metadata) == ("http://example.org/b?x=1&y=2", "")


def test_the_same_in_yaml(tmp_path: Path) -> None:
    text = "# of the county\n---\n- url: https://example.org/a.html\n  agency: 示例县财政局\n- {url: https://example.org/b}\n"
    path = write(tmp_path / "list.yaml", text)
    first, second = find([path])
    assert json.loads(first.metadata) == {"agency": "示例县财政局"}
    assert second.uri == "https://example.org/b"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("corpus.csv", "url,title,text\nhttps://example.org/a,b,c\n"),
        ("table.csv", "agency,region\na,b\n"),
        ("empty.csv", ""),
        ("settings.yaml", "url: https://example.org\n"),
        ("words.yml", "- one\n- two\n"),
        ("url.txt", "url\nhttps://example.org/a\n"),
    ],
)
def test_what_is_no_list_is_a_document(name: str, text: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, text)
    assert not is_list(path)
    assert [item.kind for item in find([path])] == ["file"]


def test_a_list_inside_a_folder_is_a_document(tmp_path: Path) -> None:
    write(tmp_path / "list.csv", "url\nhttps://example.org/a\n")
    assert [item.kind for item in find([str(tmp_path)])] == ["file"]


def test_a_row_without_an_address_is_counted_with_its_place(tmp_path: Path) -> None:
    rows = [
        "",
        "url,note",
        ",by hand",
        "ftp://example.org/a,",
        "https://me:secret@example.org/a,",
        "https://example.org/a,",
    ]
    path = write(tmp_path / "list.csv", "\n".join(rows[1:]) + "\n")
    found = listed(path)
    assert [(item.uri, item.kind) for item in found] == [
        (f"{path}#2", "unreadable"),
        (f"{path}#3", "unreadable"),
        (f"{path}#4", "unreadable"),
        ("https://example.org/a", "address"),
    ]
    assert found[0].detail == f"{path}: row 2 has no url; fill it in or remove the row"
    assert found[1].detail == "ftp://example.org/a: not an http:// or https:// address; correct it"
    assert "secret" not in repr(found)


def test_what_two_rows_say_differently_of_one_address_is_not_taken(tmp_path: Path) -> None:
    text = "url,agency,region,note\nhttps://e.org/a,one,here,\nhttps://e.org/a,another,here,new\n"
    (item,) = listed(write(tmp_path / "list.csv", text))
    assert json.loads(item.metadata) == {"region": "here", "note": "new"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "url,agnecy\nhttps://e.org/a,x\n", "unknown column 'agnecy'; a list has the columns url, agency, "),
        ("a.csv", "url,note\n", "the list has no row; put an address a row below the header"),
        ("a.csv", "url,note\nhttps://e.org/a,x,y\n", "line 2 has 3 cells under 2 columns; put texts with commas in "),
        ("a.csv", 'url,note\nhttps://e.org/a,"x"y\n', "line 2 is no CSV ("),
        ("a.csv", '"url', "line 1 is no CSV ("),
        ("a.yaml", "- url: https://e.org/a\n  agnecy: x\n", "unknown column 'agnecy'"),
        ("a.yaml", "- url: https://e.org/a\n- https://e.org/b\n", "entry 2 is no mapping; write - url: https://…"),
        ("a.yaml", "- url: [https://e.org/a]\n", "entry 1 holds lists or mappings; each value must be a text"),
        ("a.yaml", "- url: 'https://e.org/a\n", "no YAML ("),
        ("a.yaml", "- url: !!python/object/apply:os.getcwd []\n", "no YAML ("),
    ],
)
def test_a_list_that_is_wrong_is_told_before_any_work(name: str, text: str, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, text)
    for use in (check, lambda source: find([source])):
        with pytest.raises(SourceError) as told:
            use(path)
        assert message in str(told.value)
        assert "\n" not in str(told.value)


def test_what_can_be_gone_from_a_source(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", "url\nhttps://e.org/a\n")
    sources = [path, "https://e.org/b", "s3://bucket/a", "folder"]
    assert searched(sources) == [f"{path}#*", "s3://bucket/a", "folder"]


def test_a_folder_whose_name_looks_like_a_pattern_is_no_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "a[1]*"
    folder.mkdir()
    assert searched([str(folder), str(tmp_path / "*")]) == [
        f"{tmp_path}/a[[]1][*]",
        f"{tmp_path}/a[[]1][*]/*",
        f"{tmp_path}/*",
    ]
