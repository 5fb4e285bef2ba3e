"""The reference tables of places, sectors and naming rules hold together."""

from __future__ import annotations

from collections import Counter

import pytest

from transform.identity import agency_id as exported
from transform.naming import load_rules
from transform.places import load_places
from transform.reference import read_csv
from transform.variants import agency_id


def test_every_place_has_its_parent_and_a_level_that_fits() -> None:
    gazetteer = load_places()
    above = {"county": {"prefecture", "province"}, "prefecture": {"province"}}
    for places in gazetteer.by_code.values():
        for place in places:
            assert len(place.code) == 6
            assert place.code.isdigit()
            assert place.short
            assert place.pinyin
            assert all(reading.isascii() and reading.isalpha() for reading in place.pinyin)
            if place.level != "province":
                assert gazetteer.by_code[place.parent][0].level in above[place.level], place
            if place.valid_from and place.valid_to:
                assert place.valid_from <= place.valid_to


def test_every_alias_is_one_place_and_no_official_name() -> None:
    gazetteer = load_places()
    official = {place.name for places in gazetteer.by_code.values() for place in places}
    rows = read_csv("place_aliases.csv")
    assert rows
    for row in rows:
        assert row["alias"] not in official
        assert {place.code for place in gazetteer.by_name[row["alias"]]} == {
            place.code for place in gazetteer.by_name[row["name"]]
        }
        assert len({place.code for place in gazetteer.by_name[row["alias"]]}) == 1


# How a character of two readings is read in the names of places, and the names in which it is read otherwise.
READINGS = {
    "都": ("du", {}),
    "长": ("chang", {"长子": "zhang"}),
    "朝": ("chao", {}),
    "什": ("shi", {}),
    "勒": ("le", {}),
    "堡": ("bu", {}),
    "佛": ("fo", {}),
    "六": ("liu", {"六安": "lu", "六合": "lu"}),
    "乐": ("le", {"乐亭": "lao", "乐清": "yue"}),
    "牟": ("mu", {"牟定": "mou"}),
    "蚌": ("beng", {}),
    "曾": ("zeng", {}),
    "单": ("shan", {}),
    "召": ("zhao", {"召陵": "shao"}),
    "尉": ("wei", {"尉犁": "yu"}),
    "埔": ("pu", {"大埔": "bu"}),
    "洞": ("dong", {"洪洞": "tong"}),
    "荥": ("xing", {"荥经": "ying"}),
    "番": ("pan", {"吐鲁番": "fan"}),
    "厦": ("xia", {}),
    "棱": ("leng", {"穆棱": "ling", "绥棱": "ling"}),
    "大": ("da", {"大城": "dai"}),
    "阿": ("a", {"东阿": "e"}),
    "会": ("hui", {}),
    "重": ("chong", {}),
    "圩": ("xu", {}),
    "涡": ("guo", {}),
    "陂": ("pi", {}),
    "藏": ("zang", {}),
    "柞": ("zha", {}),
    "峙": ("shi", {}),
    "浚": ("xun", {}),
    "珲": ("hun", {}),
    "伽": ("jia", {}),
    "筠": ("jun", {}),
    "宕": ("tan", {}),
    "铅": ("yan", {}),
    "歙": ("she", {}),
    "亳": ("bo", {}),
}


@pytest.mark.parametrize(("character", "reading", "otherwise"), [(key, *value) for key, value in READINGS.items()])
def test_characters_of_two_readings_are_read_as_in_names_of_places(
    character: str, reading: str, otherwise: dict[str, str]
) -> None:
    named = [place for places in load_places().by_code.values() for place in places if character in place.short]
    assert named
    wrong = [
        (place.short, place.pinyin) for place in named if otherwise.get(place.short, reading) not in place.pinyin[0]
    ]
    assert not wrong
    assert {*otherwise} <= {place.short for place in named}


def test_short_names_have_no_kind_left_on() -> None:
    kinds = {"市", "县", "区", "州", "旗", "盟"}
    left = [
        place.short
        for places in load_places().by_code.values()
        for place in places
        if len(place.short) > 2 and place.short[-1] in kinds and place.short == place.name
    ]
    assert not left


def test_a_code_bears_one_name_today() -> None:
    today = Counter(
        place.code for places in load_places().by_code.values() for place in places if place.valid_to is None
    )
    assert not [code for code, count in today.items() if count > 1]
    assert sum(code.endswith("0000") for code in today) == 34


def test_rules_are_of_known_kinds_and_told_once() -> None:
    rows = [(row["kind"], row["text"]) for row in read_csv("agency_rules.csv")]
    assert not [row for row, count in Counter(rows).items() if count > 1]
    assert all(text for _, text in rows)
    assert {kind for kind, _ in rows} == {
        "suffix", "township", "no_town", "outside", "joint", "branch", "inner", "act", "subdistrict", "outpost",
        "vertical", "central", "abbreviation", "hijack", "system", "own", "generic",
        "brief", "never", "never_rest", "verb", "unit", "loose", "ministry",
        "collected", "elsewhere", "own_only", "others", "nameless", "party", "together",
        "nobody", "organ", "uncounted", "seat", "host", "asked", "media", "school", "house", "anywhere",
        "links", "no_name", "serves",
        "short_placed", "of_a_province", "of_a_city", "of_a_county", "county_zone", "named_for", "zone",
        "estate", "estate_kind", "in_town", "neighbours", "glued", "before_place", "division",
    }  # fmt: skip


def test_sector_keywords_are_reachable() -> None:
    """A keyword that an earlier one of another sector is part of can never be tried."""
    rows = read_csv("sectors.csv")
    for place, row in enumerate(rows):
        shadows = [
            earlier["keyword"]
            for earlier in rows[:place]
            if earlier["keyword"] in row["keyword"] and earlier["sector"] != row["sector"]
        ]
        assert not shadows, (row["keyword"], shadows)
    labels = {(row["sector"], row["label"], row["label_en"]) for row in rows}
    assert len(labels) == len({sector for sector, _, _ in labels})


def test_agency_id_is_stable_over_variants_of_a_name() -> None:
    assert exported is agency_id
    assert agency_id("西宁市城中区卫生健康局", "630103") == agency_id("城中区卫健局", "630103")
    assert agency_id("城中区卫生健康局", "630103") != agency_id("城中区卫生健康局", "450202")
    assert agency_id("城中区卫生健康局", "630103") != agency_id("城中区教育局", "630103")
    assert agency_id("县教育局", None) == agency_id("县教育局", None)
    assert agency_id("昌乐县教育局（体育局）", "370725") == agency_id("昌乐县教育局", "370725")
    assert agency_id("昌乐县文旅局（原文化局）", "370725") == agency_id("昌乐县文旅局", "370725")
    assert agency_id("昌乐县政府国资委", "370725") == agency_id("昌乐县人民政府国有资产监督管理委员会", "370725")
    assert agency_id("昌乐县政府国资委", "370725") == agency_id("昌乐县国资委", "370725")
    assert agency_id("昌乐县政府", "370725") == agency_id("昌乐县人民政府", "370725")
    assert agency_id("昌乐县政府办公室", "370725") == agency_id("昌乐县人民政府办公室", "370725")
    assert agency_id("昌乐县人民政府办公室", "370725") != agency_id("昌乐县人民政府", "370725")
    assert agency_id("昌乐县开发区管委会（南区）", "370725") != agency_id("昌乐县开发区管委会", "370725")
    assert agency_id("西湖区人民政府北山街道办事处", "330106") == agency_id("西湖区北山街道办事处", "330106")
    assert agency_id("西湖区人民政府办公室", "330106") != agency_id("西湖区人民政府", "330106")


def test_rules_compile_once() -> None:
    assert load_rules() is load_rules()
