"""The title of a report: found among the first lines, joined where it is split, and taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from transform.dates import arabic, periods_as_years

_LONG, _PIECE, _JOINED = 160, 60, 4  # characters of a line, of a piece of a title; lines that one title may take
_METADATA = 300  # characters of a title in metadata, with the site's columns beside it
_PUBLIC = re.compile(r"信息与?(?:政务)?公开|政务公开|公开信息")
_REPORT = re.compile(r"报告|年报|情况|总结")
_END = re.compile(r"(?:报告|年报)(?:表|书)?[》”\"]?(?:的?(?:通知|公告|公示|说明|函))?(?:[（(].{0,20}[)）])?$")
_SECTION = re.compile(r"\s*[一1]\s*[、.．]")
_FILE = re.compile(r"\.(?:docx?|pdf|wps|xlsx?|html?|txt)$", re.IGNORECASE)
# A title that runs on into the text: …年度报告根据《…》.
_RUN_ON = re.compile(
    r"([^，。；：:《》]{0,36}?20[0-3]\d年?度?(?:政府信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?报告)(?=\1|根据|按照|依据|依照|为|本|一、|20\d\d年)"
)
# What pages print between a column's or a site's name and a title. 丨 is a bar to them, and no character of a name.
_SIGNS = "_|｜丨〡┃│‖>＞»/／＼\\\\★☆◆◇■▪●▶►※"
_SITE = re.compile(rf"\s*(?:[{_SIGNS}]|(?<!\d)[-–—]+(?!\d))\s*")
_PARTED = re.compile(rf"[{_SIGNS}\-–—]")
_SLASH = re.compile("[/／]")
# A dot is a sign, too, but may stand in a name: behind what a column is called, or with spaces around it, it parts.
_DOTS, _DOT = re.compile("[•·・]"), re.compile(r"(\s*)[•·・](\s*)")
_COLUMN = re.compile("部门|公开|年报|报告|首页|专栏|栏目|公示|公告|动态|专题")
_SIGN = "|"
_LEAD = re.compile(
    r"^(?:附件?\s*\d*\s*[:：]?|标题[:：]|(?:信息)?名称[:：]|题目?[:：]|\d+[.、]|[Pp]age\d+[-–—:：|]|[（(]公开[)）])*"
    r"(?:(?P<by>.{2,30}?)关于)?(?:关于)?(?:印发|发布|公布|公开|报送|做好)?[《“\"]?"
)
_YEAR = re.compile(
    r"[（(]?(?<!\d)(20[0-3]\d)(?:年?度?\s*[-—–至到]+\s*(20[0-3]\d))?\s*[)）]?\s*(?:年度|年|度)?(?:年度)?[)）]?"
)
_LISTS = re.compile(r"[、和及与至到~～-]?")
_DAY = re.compile(r"20[0-3]\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
# Where the title's own words begin; alternatives that begin with plain text are found much faster.
_OPENNESS, _ANNUAL = "(?:信息与?(?:政务)?公开|政务公开|公开信息|信息和政务公开)", "(?:报告|年报)"
_TAIL = re.compile(
    rf"政府(?:政府)?{_OPENNESS}|政务(?:政府)?{_OPENNESS}|的(?:政府)?{_OPENNESS}|信息与?(?:政务)?公开|政务公开|公开信息"
    rf"|信息和政务公开|工作(?:年度)?(?:工作)?{_ANNUAL}|年度(?:工作)?{_ANNUAL}|报告|年报"
)
# How no title begins.
_OPENINGS = ("根据", "按照", "依据", "本报告", "本年度报告", "现将", "为")
# Words that stand in a title beside the agency's name and are no part of it.
_HALF = ("人民", "政府")
_BRACKETED = re.compile(r"^（[^）]{0,8}）")
_BEFORE = ("关于", "的", "度", "年度", "年", "公布", "发布", "印发", "编制")
_BEHIND = ("关于", "的", "年度", "上报", "报送", "发布", "公布", "印发")
# What stands behind an agency's name and tells for whom it reports.
QUALIFIER = re.compile(r"[（(]?(?:本级机关|本级|本机关|机关|系统|汇总|(?<=海关)关区)[）)]?$")
_FORWARDED = "转发"
_WIDE_BRACKETS = str.maketrans("()", "（）")
_FILLER = re.compile(rf"^(?:{'|'.join(_BEFORE)})+|(?:{'|'.join(_BEHIND)})+$")


SITE_OWNERS = ("政府", "省", "市", "县", "区", "州", "旗", "盟")


class Title(NamedTuple):
    """A title as printed (spaces out), the line where it begins, and its parts; year None where it names none.

    column: the year of the column that stands before a title without a year (2021年|X局…报告), None where none does.
    printed: the line that it is found on (spaces out), "" where more than its own words and columns stands there.
    """

    text: str
    line: int
    agency: str
    year: int | None
    issuer: str
    column: int | None = None
    printed: str = ""


class Names(NamedTuple):
    """What is asked of a text: whether it names an agency or a place (is_named), whether it begins with its place
    (is_full), whether the second is a name that goes on the first (goes_on), whether both can be one's (are_alike)."""

    is_named: Callable[[str], bool]
    is_full: Callable[[str], bool]
    goes_on: Callable[[str, str], bool]
    are_alike: Callable[[str, str], bool]


def without_titles(lines: Iterable[str], titles: Sequence[Title]) -> list[str]:
    """The lines that are none of the titles."""
    texts = {text for title in titles for text in (title.text, title.printed) if text}
    first = {text[0] for text in texts}  # told before a line is squeezed
    return [line for line in lines if line[:1] not in first or squeeze(line) not in texts]


def squeeze(text: str) -> str:
    """Text without any white space."""
    return "".join(text.split())


def wide_brackets(name: str) -> str:
    """A name with full-width brackets: X局(Y局) and X局（Y局） are one."""
    return name.translate(_WIDE_BRACKETS) if "(" in name else name


def _is_prose(text: str) -> bool:
    """Whether a squeezed line is of a sentence."""
    return "，" in text or "。" in text or "；" in text or ";" in text or text.startswith(_OPENINGS)


def is_title(text: str) -> bool:
    """Whether a squeezed line can be the title of a report, or the end of one."""
    if not 6 <= len(text) <= 70 or _is_prose(text):
        return False
    return bool(_PUBLIC.search(text) and _END.search(text))


def find_titles(lines: Sequence[str], names: Names) -> list[Title]:
    """Titles among the first (clean, simplified, non-empty) lines, those split over up to four lines joined."""
    found: list[Title] = []
    taken, whole = -1, False
    pieces: list[str | None] = []  # what may be a piece of a title, squeezed; None for prose; each made when asked for
    for first in range(len(lines)):
        if first <= taken:
            continue
        whole = whole or (bool(found) and bool(found[-1].agency) and (found[-1].year or found[-1].column) is not None)
        # Behind the first whole title only others may follow, each on a line, until the text begins.
        if whole and _begins_text(lines[first]):
            break
        joined: list[str] = []
        for last in range(first, min(first + (1 if whole else _JOINED), len(lines))):
            if last == len(pieces):
                pieces.append(_piece(lines[last], names))
            piece = pieces[last]
            if piece is None:
                break
            joined.append(piece)
            if not _REPORT.search(piece):
                continue
            candidate, column = _after_navigation("".join(joined), names)
            if not is_title(candidate) or (last > first and not _needed(joined, names)):
                continue
            printed = squeeze(lines[first]) if last == first and len(lines[first]) <= _LONG else ""
            found.append(_with_column(parse_title(candidate, first), column)._replace(printed=printed))
            taken = last
            break
    return found


def _begins_text(line: str) -> bool:
    """Whether a line is of the text below the titles: a sentence, or the heading of a section."""
    return len(line) > _PIECE or _SECTION.match(line) is not None or _is_prose(line)


def _piece(line: str, names: Names) -> str | None:
    piece = squeeze(_dots_parted(line if len(line) <= _LONG else line[:_LONG], names))
    if len(line) <= _LONG and len(piece) <= _PIECE and not _is_prose(piece):
        return _FILE.sub("", piece) if "." in piece else piece
    if "报告" not in piece:
        return None
    run_on = _RUN_ON.match(arabic(piece))
    return run_on[1] if run_on and not _is_prose(run_on[1]) else None


def _needed(pieces: Sequence[str], names: Names) -> bool:
    """Whether the first of several joined lines belongs to the title: it names who, or when, or what."""
    head, rest = pieces[0], "".join(pieces[1:])
    for start in range(len(pieces) - 1, 0, -1):
        # The shortest end that is a title and names an agency decides: what stands above may be a site's menu.
        above, title = "".join(pieces[:start]), "".join(pieces[start:])
        if is_title(title) and (agency := parse_title(title, 0).agency) and not head.startswith("关于"):
            if start > 1 and not names.is_named(agency):
                continue
            if names.goes_on(above, agency):
                return True
            return names.is_named(_YEAR.sub("", arabic(above))) and not _YEAR.search(arabic(title))
    if _PUBLIC.search(head) and not _END.search(head):
        return True
    if re.fullmatch(r"[（(]?20\d\d年?度?[)）]?", arabic(head)):
        return True
    bare = _YEAR.sub("", arabic(head)).strip("《》")
    if names.is_named(bare):
        return not _YEAR.sub("", arabic(rest)) or not parse_title(rest, 0).agency
    return not is_title(rest) and not _is_prose(head) and len(head) >= 4 and not head.endswith((":", "："))


def _dots_parted(text: str, names: Names) -> str:
    """The text, each dot behind a column's name a sign that parts, the others as they are: 发展·改革局 is one name."""
    if _DOTS.search(text) is None:
        return text
    for dot in reversed(list(_DOT.finditer(text))):
        before = _SITE.split(squeeze(text[: dot.start()]))[-1]
        begun = names.is_full(before) and not names.is_named(before)
        column = not begun and (not before or (dot[1] and dot[2]) or _COLUMN.search(before))
        if column or names.is_full(parse_title(squeeze(text[dot.end() :]), 0).agency):
            text = f"{text[: dot.start()]}{_SIGN}{text[dot.end() :]}"
    return text


def _after_navigation(text: str, names: Names) -> tuple[str, int | None]:
    """The title without the columns beside it, and the year that a column before it is of where it names none."""
    if not _PARTED.search(text):
        return text, None
    text = _joint(text, names)
    pieces = _SITE.split(text)
    titles = [place for place, piece in enumerate(pieces) if _PUBLIC.search(piece) and _REPORT.search(piece)]
    if not titles:
        return text, None
    title = pieces[titles[-1]]
    before = arabic(pieces[titles[-1] - 1]) if titles[-1] else ""
    year = _YEAR.fullmatch(before) if "年" in before and not _YEAR.search(arabic(title)) else None
    return title, int(year[1]) if year and year[2] in (None, year[1]) else None


def _with_column(title: Title, column: int | None) -> Title:
    return title._replace(column=column) if title.year is None else title


def _joint(text: str, names: Names) -> str:
    """The text, a slash between two offices as the comma that joins them (长沙市教育局/长沙市体育局2023年…).

    A site's owner before a slash, a government or a place, is no office beside another; nor is the title's own agency
    named before it, or one of a chain of columns, or one before a year.
    """
    slashes = list(_SLASH.finditer(text))
    own = next((slash for slash in reversed(slashes) if _PUBLIC.search(text, slash.end())), None)
    if own is None or own is not slashes[0]:
        return text
    above = _YEAR.sub("", arabic(_SITE.split(text[: own.start()])[-1]))
    rest = text[own.end() :]
    if not names.is_named(above) or above.endswith(SITE_OWNERS) or _YEAR.match(arabic(rest)):
        return text
    agency = parse_title(rest, 0).agency
    if not names.is_named(agency) or names.are_alike(above, agency):
        return text
    return f"{text[: own.start()]}、{rest}"


def parse_metadata_title(text: str, names: Names) -> Title | None:
    """The title in a page's metadata, without the site's name that stands beside it."""
    if len(text) > _METADATA:
        return None
    printed, column = _after_navigation(_dots_parted(text.strip(), names), names)
    text = squeeze(printed)
    if not (6 <= len(text) <= 90 and _PUBLIC.search(text) and _REPORT.search(text)):
        return None
    return _with_column(parse_title(text, -1), column)


def _without_years(text: str, year: re.Match[str]) -> str:
    rest = text[: year.start()] + text[year.end() :]
    return rest if "20" not in rest else _YEAR.sub("", text)


def _without_filler(name: str) -> str:
    return _FILLER.sub("", name) if name.startswith(_BEFORE) or name.endswith(_BEHIND) else name


def _year_of(body: str) -> re.Match[str] | None:
    """The year that a title tells, or the years; None where it names two apart and none of them right before its own
    words: 2024年发布的X2023年政府信息公开工作年度报告 is of 2023."""
    found = list(_YEAR.finditer(body, max(body.find("20") - 1, 0)))
    if len(found) < 2:
        return found[0] if found else None
    tail = _TAIL.search(_YEAR.sub(lambda year: "#" * len(year[0]), body), found[0].end())
    before = [year for year in found if tail is None or year.start() < tail.start()]
    if len({year[1] for year in before}) < 2:
        return found[0]
    if any(_LISTS.fullmatch(body, one.end(), other.start()) for one, other in pairwise(before)):
        return None
    return before[-1] if tail and before[-1].end() == tail.start() else None


def parse_title(text: str, line: int) -> Title:
    """Takes a title apart: what names the agency, the year, and who issued it where the title says X关于…."""
    plain = periods_as_years(arabic(text))
    lead = _LEAD.match(plain)
    issuer = (lead["by"] or "") if lead else ""
    body = plain[lead.end() :] if lead else plain
    if body.count("20") > 1:
        body = _DAY.sub("", body)
    match = _year_of(body) if "20" in body else None
    year = int(match[1]) if match and match[2] in (None, match[1]) else None
    if issuer:
        issued = _YEAR.search(issuer)
        year = year or (int(issued[1]) if issued else None)
        issuer = _without_filler(_YEAR.sub("", issuer))
    agency = _without_years(body, match) if match else body
    if tail := _TAIL.search(agency):
        agency = agency[: tail.start()]
    agency = wide_brackets(_without_filler(agency.strip("《》“”\"'：:、-—_·")))
    # 石台县人民政府信息公开: the title's own words took half of the name.
    agency += _HALF[1] if agency.endswith(_HALF[0]) else ""
    agency = _BRACKETED.sub("", agency)
    if _FORWARDED in agency:
        # 市人民政府办公室转发市财政局2022年…: who forwards a report is not the publisher.
        issuer, agency = "", _without_filler(agency.rpartition(_FORWARDED)[2])
    if agency.startswith("（") or agency.count("（") != agency.count("）"):
        agency = agency.strip("（）")
    return Title(text, line, agency, year, issuer)
