"""Where one report's text tells who and when: its first and last lines, title, signature, preamble."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice, pairwise

from extract.script import Script, clean, may_be_traditional, script_of, telling_characters
from transform.agency import is_agency, is_branch_of, is_full, is_place, is_town, without_glued
from transform.breaks import is_broken, whole_names, whole_sentences
from transform.dates import arabic, full_date
from transform.naming import Rules
from transform.preamble import introduced
from transform.signatures import as_name, can_sign, closing_name, signed
from transform.title_lines import is_of_page, of_report, parted
from transform.titles import (
    QUALIFIER,
    Names,
    Title,
    find_titles,
    is_title,
    parse_metadata_title,
    squeeze,
    wide_brackets,
)
from transform.variants import are_alike

# Most reports tell everything in their first and last lines; the whole prose is read only where these do not.
_HEAD_LINES, _TAIL_LINES, _TITLE_LINES, _LINE_CHARACTERS = 20, 16, 20, 400
_STAMP_LENGTH = 160  # characters of a line of the page's data, at most
_LABELS = ("日期", "时间", "日期:", "时间:", "日期：", "时间：")
_LABEL_LENGTH = 12  # characters of a line that is only the label of a date, at most
_PIECE = 90  # characters of a line that can be a title
_PROSE_LINES, _PROSE_CHARACTERS = 200, 12000
_LATIN = "a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿ"
_BORDERS = " \t|\r\n\u3000\xa0\u200b\ufeff#*"  # white space, and the marks of tables and headings in Markdown
_STROKE, _BAR = "丨", "｜"  # a character of its own, which stands for a bar in headlines
_DAY = r"[】\]]?\s*[:：|]?[\s|\[【(（]*(20\d\d[^，。至—~]{3,14})(?![^，。]{0,4}[至—~])"
_RELEASED = re.compile(rf"(?:(?:发布|公布|公开|发表|发稿|上传|录入|添加)(?:日期|时间)|发布于){_DAY}")
_STAMP = re.compile(
    rf"(?<!统计)(?<!起止)(?<!截止)(?<!截至)(?<!核定)(?:日期|时间){_DAY}"
    r"|^\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s+(?:\d{1,2}:\d\d|来源|浏览|点击|字体|作者)"
    r"|来源\s*[:：]?\s*\S{2,20}\s+(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s+\d{1,2}:\d\d"
)
# The unified code of an agency, with which an index number begins: 11 to 13, its place, its own nine signs, a check.
_CODE = re.compile(r"(?<![0-9A-Za-z])1[1-3](\d{6})[0-9A-Z]{9}[0-9A-Z](?![0-9A-Za-z])")
_PRINTED_BY = re.compile(
    r"(?:发布机构|发布单位|公开机构|公开责任部门|信息来源|来源|发文机关|制发机关|责任单位|主办单位)[:：|\s]*([^:：|\s\d]{2,30})"
)


@dataclass(slots=True)
class Evidence:
    """What one report's text and metadata say, before it is weighed. All text is clean, simplified, in Arabic digits.

    head, tail: the first and last non-empty lines outside the statutory tables, long ones cut. signatures: lines that
    name an agency and nothing else beside the closing date. closing: the agency that the last lines name beside no
    date, "" where they name none or several. signed_on: that date; released_on: the page's own date of
    release; stamped_on: any other date that it bears. prose: all text before and after the tables, read when first
    asked for.
    """

    head: list[str]
    tail: list[str]
    script: Script
    read_prose: Callable[[], str]
    _aside: list[str]
    titles: list[Title] = field(default_factory=list)
    metadata_title: Title | None = None
    signatures: list[str] = field(default_factory=list)
    closing: str = ""
    signed_on: date | None = None
    released_on: date | None = None
    stamped_on: date | None = None
    site: str = ""
    author: str = ""
    _prose: str | None = None

    @property
    def prose(self) -> str:
        """All text before and after the tables, the titles among it."""
        if self._prose is None:
            self._prose = self.read_prose()
        return self._prose

    @property
    def aside(self) -> list[str]:
        """Lines that the page prints of itself and of other pages, found with the prose: they tell places."""
        return self._aside if self.prose else []

    @property
    def printed_by(self) -> list[str]:
        """Whom the page's own data name, the publisher or the owner of the site."""
        return _PRINTED_BY.findall("\n".join(line for line in self.head[:15] if len(line) < _LINE_CHARACTERS))


def place_code(evidence: Evidence) -> str | None:
    """The code of the place that the one unified agency code on the page's first lines holds."""
    codes = {*_CODE.findall("\n".join(line for line in evidence.head[:15] if len(line) < _LINE_CHARACTERS))}
    return codes.pop() if len(codes) == 1 else None


def _is_odd(text: str) -> bool:
    """Whether a text holds what `_plain` may change."""
    return _odd().search(text) is not None or "二0" in text


@cache
def _odd() -> re.Pattern[str]:
    """What is cleaned, simplified or written anew; a Latin letter counts behind a bracket only, for pinyin. Most texts
    hold none, which one search tells."""
    traditional = telling_characters("text", "name")
    return re.compile(
        rf"[\[&\u00ad\u200b-\u200f\u2060\ufeff〇○ＯO零０-９{_STROKE}{traditional}{_LATIN}](?<![^（(][{_LATIN}])"
    )


def _lines(lines: Iterable[str], count: int, length: int) -> list[str]:
    """The first non-empty lines, cut to a length, borders of cells off, with plain spaces."""
    bare = islice(filter(None, (line.strip(_BORDERS) for line in lines)), count)
    kept = [line if len(line) <= length else line[:length].rstrip(_BORDERS) for line in bare]
    return [line.replace("\u3000", " ").replace("\xa0", " ") for line in kept]


def _plain(text: str, simplify: Callable[[str], str] | None) -> list[str]:
    """The lines of a text cleaned, simplified and in Arabic digits, without those that are empty then."""
    text = clean(text).replace(_STROKE, _BAR)
    if simplify is not None:
        text = simplify(text)
    return [bare for line in arabic(text).split("\n") if (bare := line.strip(_BORDERS))]


def gather(
    lines: Sequence[str],
    metadata: Mapping[str, str],
    table_span: tuple[int, int] | None,
    simplify: Callable[[str], str],
    rules: Rules,
) -> Evidence:
    """Reads the first and last lines of a report and its metadata."""
    first, last = table_span if table_span else (len(lines), -1)
    before, after = lines[:first], lines[: last if last >= 0 else None : -1]
    head = _lines(before, _HEAD_LINES, _LINE_CHARACTERS)
    tail = _lines(after, _TAIL_LINES, _LINE_CHARACTERS)[::-1]
    opening, closing = "\n".join(head), "\n".join(tail)
    script: Script = "simplified"
    convert = None
    if _is_odd(opening) or _is_odd(closing):
        ends = "".join((*head[:12], *tail[-6:]))
        script = script_of(ends)
        convert = simplify if script == "traditional" or may_be_traditional(ends) else None
        head, tail = _plain(opening, convert), _plain(closing, convert)

    aside: list[str] = []

    def plain(text: str, is_beside: Callable[[str], bool]) -> list[str]:
        told = _plain(text, convert) if convert or _is_odd(text) else text.split("\n")
        kept: list[str] = []
        for line in filter(None, told):
            (aside if is_beside(line) else kept).append(line)
        return kept

    def read_prose() -> str:
        above = "\n".join(_lines(before, _PROSE_LINES, _PROSE_CHARACTERS))
        below = "\n".join(_lines(after, _PROSE_LINES, _PROSE_CHARACTERS)[::-1]) if table_span else ""
        room = max(2 * _PROSE_CHARACTERS - len(above), 0)
        prose = plain(above[: 2 * _PROSE_CHARACTERS].rstrip(_BORDERS), is_of_page)
        # A title behind the tables is that of another page.
        prose += plain(below[:room].rstrip(_BORDERS), lambda line: is_of_page(line) or is_title(squeeze(line[:_PIECE])))
        return "\n".join(whole_sentences(prose, rules))

    def named(text: str) -> bool:
        return can_sign(text, rules)

    def names_who(text: str) -> bool:
        name = wide_brackets(text)
        if is_agency(name, rules) or is_place(name, rules) or is_town(name, rules):
            return True
        # 县人民政府机关, 财政局（本级）
        return name.rstrip("）").endswith(rules.own) and is_agency(QUALIFIER.sub("", name), rules)

    def goes_on(above: str, text: str) -> bool:
        if is_town(above, rules):  # 柳山镇 above 人民政府
            return text in rules.never and is_agency(above + text, rules)
        return is_branch_of(text, above, rules) or is_broken(above, text, rules)

    def says_where(text: str) -> bool:
        return is_full(text, rules)

    names = Names(names_who, says_where, goes_on, lambda name, other: are_alike(name, other, rules))
    head, tail = of_report(head), of_report(tail)
    top = head[:_TITLE_LINES]
    pieces = [piece for line in top for piece in parted(line, names_who, says_where, goes_on)]
    head[: len(top)] = pieces
    told = {key: simplify(value) if may_be_traditional(value) else value for key, value in metadata.items() if value}
    evidence = Evidence(
        head,
        tail,
        script,
        read_prose,
        aside,
        metadata_title=parse_metadata_title(told["title"], names) if told.get("title") else None,
        site=told.get("site", ""),
        author=wide_brackets(squeeze(told.get("author", ""))),
    )
    if evidence.metadata_title:
        bare = without_glued(evidence.metadata_title.agency, rules)
        evidence.metadata_title = evidence.metadata_title._replace(agency=bare)
    evidence.titles = find_titles(pieces, names)
    for place, title in enumerate(evidence.titles):
        if (bare := without_glued(title.agency, rules)) != title.agency:
            evidence.titles[place] = title._replace(agency=bare)
            continue
        above = squeeze(evidence.head[title.line - 1]) if title.line and not is_full(title.agency, rules) else ""
        if is_broken(above, title.agency, rules):  # over more lines than a title is sought on
            evidence.titles[place] = title._replace(agency=above + title.agency)
    _sign(evidence, named, goes_on, rules)
    evidence.titles = _own_titles(evidence, rules)
    _sign_below_title(evidence, named, goes_on)
    _stamp(evidence, told)
    return evidence


def _own_titles(evidence: Evidence, rules: Rules) -> list[Title]:
    """The titles without those of other agencies' reports to which the page leads: its own is the one that metadata,
    signature or preamble bear out. Where none is, nothing tells which of them it is."""
    offices = list(dict.fromkeys(title.agency for title in evidence.titles if is_full(title.agency, rules)))
    if len(offices) < 2 or all(are_alike(offices[-1], office, rules) for office in offices):
        return evidence.titles
    metadata = [evidence.metadata_title.agency] if evidence.metadata_title else []
    told_by = introduced(evidence.prose, rules)
    for told in (metadata, evidence.signatures, (*told_by.said, *told_by.asked)):
        own = [office for office in offices if any(are_alike(office, name, rules) for name in told)]
        if len(own) == 1:
            return [title for title in evidence.titles if are_alike(title.agency, own[0], rules)]
    return []


def _sign(evidence: Evidence, named: Callable[[str], bool], goes_on: Callable[[str, str], bool], rules: Rules) -> None:
    """Signature: a date line near the end with the agency's line beside it."""
    end = whole_names(evidence.tail, goes_on, rules)
    evidence.signed_on, evidence.signatures = signed(end, named, goes_on, backwards=True)
    if not evidence.signatures:
        evidence.closing = closing_name(end, named, lambda name, other: are_alike(name, other, rules), rules)


def _sign_below_title(evidence: Evidence, named: Callable[[str], bool], goes_on: Callable[[str, str], bool]) -> None:
    """The same below the title; below one of a list of other agencies' reports stands the date of that report."""
    for title in evidence.titles[:1]:
        below = evidence.head[title.line + 1 : title.line + 6]
        if not title.agency and not evidence.signatures:
            names = [as_name(line) for line in below[:2] if len(line) <= 40]
            evidence.signatures += [name for name in names if named(name)]
        day, names = signed(below, named, goes_on, backwards=False)
        evidence.signed_on = evidence.signed_on or day
        evidence.signatures += names


def _stamp(evidence: Evidence, told: Mapping[str, str]) -> None:
    stamps = [line for line in evidence.head[:15] if "20" in line and len(line) < _STAMP_LENGTH]
    stamps += [
        f"{label} {below}"
        for label, below in pairwise(evidence.head[:16])
        if len(label) <= _LABEL_LENGTH and label.endswith(_LABELS) and "20" in below and len(below) < _STAMP_LENGTH
    ]
    for line in stamps:
        labelled = "日期" in line or "时间" in line
        if evidence.released_on is None and (labelled or "发布于" in line):
            evidence.released_on = _first_day(line, _RELEASED)
        if evidence.stamped_on is None and (labelled or "来源" in line or line.lstrip().startswith("20")):
            evidence.stamped_on = _first_day(line, _STAMP)
    if evidence.stamped_on is None and told.get("published"):
        evidence.stamped_on = full_date(arabic(told["published"]))


def _first_day(line: str, pattern: re.Pattern[str]) -> date | None:
    for match in pattern.finditer(line):
        day = full_date(next(filter(None, match.groups())))
        if day:
            return day
    return None
