"""Is it a report at all, and how many: the verdict before anything is loaded, and the cut of a file into its reports.

What titles and labels give a document away is data: `data/reference/triage_titles.csv` (kinds of pages that are not
reports) and `triage_marks.csv` (marks of reports, of the tables before this form, of broken text). `docs/triage.md`
tells the order of the questions and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from transform.marks import (
    TITLE_WIDTH,
    Rules,
    Simplify,
    TitleRule,
    Told,
    is_title,
    load_rules,
    plain,
    told_by_title,
    year_of,
)
from transform.model_texts import vague
from transform.reading import Refusal

_RELATIONS = ("disclosure_items", "application_outcomes", "review_litigation")  # in the order of the form
_HEAD_LINES = 12  # lines in which a model text names itself
_TITLE_LINES = 60  # non-blank lines among which the title of a page is sought
_LEGACY_LABELS = 4  # that many different labels of older tables are no accident
_FORM_LABELS = 2  # and that many of the form's own
_PERIOD = re.compile(r"(20\d\d)年?1月1日")
_IMAGE = re.compile(r"\[(?:image|picture|img|图片|圖片)\b[^\]]*\]|!\[[^\]]*\]\(|\.(?:png|jpe?g|gif|bmp|webp)\b", re.I)
_PLACEHOLDER = re.compile(
    r"(?<![0-9A-Za-z])[×✕Xx＊]{1,4}(?=[年月日件条市县区局省])|20[×✕Xx]{2}年|[_＿]{2,}|[（(](?:此处)?填"
)
_BAD = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_LATIN = re.compile(r"[\u00a1-\u00ff]")
_BLANK = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_TABLE_MARKS = re.compile(r"[|*_#=:+\\/—–―-]+")  # of tables, and of their blank cells
_FIRST = frozenset("一1１第总總")  # a section one begins with one of these: cheaper than its patterns
_NOT_A_NAME = re.compile(r"[\d。，；：:|（(]")
_ANNEX = re.compile(r"附[件錄录]?\d*[:：]?$")
_NEXT_SECTION = re.compile(r"[一二三四五六][、.．]")


@dataclass(frozen=True, slots=True)
class TableEvidence:
    """What the reading of tables found of the three statutory tables.

    items, outcomes, proceedings: the table of section 二, 三, 四 was found. *_figures: cells of it that hold a number
    (blank ones not counted). labels: row labels seen in all three. form: '2019', '2021' or None where untold.
    """

    items: bool = False
    outcomes: bool = False
    proceedings: bool = False
    item_figures: int = 0
    outcome_figures: int = 0
    proceeding_figures: int = 0
    labels: int = 0
    form: str | None = None

    @property
    def figures(self) -> int:
        """Cells with a number, all three tables."""
        return self.item_figures + self.outcome_figures + self.proceeding_figures

    @property
    def found(self) -> bool:
        """At least one of the tables stands there, with figures or without."""
        return self.items or self.outcomes or self.proceedings


def judge(  # noqa: PLR0917  all that is known of a document is the evidence
    lines: Sequence[str],
    metadata: Mapping[str, str],
    uri: str,
    tables: TableEvidence,
    images: int,
    simplify: Simplify,
) -> Refusal | None:
    """None when the document is a report to be loaded, else why it is not.

    lines: the raw text of one document or of one part of it. metadata: what stands beside it ('title' is used).
    images: pictures that could hold a table. simplify: a text of any script to simplified characters.
    """
    rules = load_rules()
    if not tables.figures:
        return _unread(lines, images, rules) or _without_figures(_Page(lines, metadata, uri, simplify), tables, images)
    # Almost every call is for a report with its tables: figures make it one, unless its title says that it is a model.
    short = [line for line in lines[:_HEAD_LINES] if len(line) < TITLE_WIDTH and "。" not in line]
    head = metadata.get("title", "") + "".join(short)
    if rules.wary.search(head) is not None:
        page = _Page(lines[:_HEAD_LINES], metadata, uri, simplify)
        told = told_by_title(page.named, page.titles(), tables.figures, rules)
        if told.strong:
            return _not_a_report(told.strong, told.quote)
    if (refusal := vague(lines, metadata.get("title", ""), rules, simplify)) is not None:
        return refusal
    if tables.form or tables.outcome_figures or tables.proceeding_figures:
        return None
    legacy = _legacy_labels("".join(_Page(lines, metadata, uri, simplify).lines), rules)
    return _legacy(legacy) if len(legacy) >= _LEGACY_LABELS else None


class _Page:
    """A document as the rules see it: simplified, without spaces and pinyin notes."""

    def __init__(self, lines: Sequence[str], metadata: Mapping[str, str], uri: str, simplify: Simplify) -> None:
        names = (metadata.get("title", ""), unquote(uri.rsplit("/", 1)[-1]))
        self.named = _as_titles([plain(name, simplify) for name in names])
        self.lines = plain("\n".join(lines), simplify).split("\n")

    def titles(self) -> list[str]:
        """What can be a title: the short lines at the beginning."""
        return _as_titles([line for line in self.lines if line][:_TITLE_LINES])


def _as_titles(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line and len(line) < TITLE_WIDTH and "。" not in line]


def _unread(lines: Sequence[str], images: int, rules: Rules) -> Refusal | None:
    """Nothing there, or nothing that can be read as text."""
    text = _BLANK.sub("", "".join(lines)[:50_000])
    words = _IMAGE.sub("", text)
    if not words:
        if images or text:
            return Refusal("image_only", "It holds pictures and no text; read the report from the pictures.")
        return Refusal("empty", "There is no text in it; fetch the document again.")
    size = len(words)
    broken = len(_BAD.findall(words)) > size / 10 or len(_LATIN.findall(words)) > size * 0.3
    unmarked = _TABLE_MARKS.sub("", words)
    noise = size > 40 and len(re.findall(r"\w", unmarked)) < len(unmarked) * 0.4
    if broken or noise or sum(1 for mark in rules.marks["garbled"] if mark.search(words)) >= 2:
        return Refusal("unreadable", "Its text is garbled (a wrong encoding or binary data); decode or fetch it again.")
    return None


def _without_figures(page: _Page, tables: TableEvidence, images: int) -> Refusal:
    """No figure of the three tables was read: tell a report that lacks them from everything else."""
    rules = load_rules()
    titles = page.titles()
    told = told_by_title(page.named, titles, 0, rules)
    if told.strong:
        return _not_a_report(told.strong, told.quote)
    text = "".join(page.lines)
    legacy = _legacy_labels(text, rules)
    # A report on the form that tells such figures in its sentences is no older one.
    printed = tables.found or sum(1 for mark in rules.marks["form"] if mark.search(text)) >= _FORM_LABELS
    if len(legacy) >= _LEGACY_LABELS and not printed:
        return _legacy(legacy)
    starts = [line for line in page.lines if 2 < len(line) < TITLE_WIDTH]
    opening = any(_any(rules.marks["opening"], line) for line in starts)
    sections = [place for place, line in enumerate(page.lines) if line and _any(rules.marks["section"], line)]
    headings = len(sections) + opening + any(_any(rules.marks["heading"], line) for line in starts)
    year = year_of(told.own)
    dated = {title for title in (*page.named, *titles) if is_title(title, rules) and year_of(title)}
    if len(dated) > 2 and not headings:
        return Refusal("not_a_report", "It is a list of reports and holds none of them; load the pages it leads to.")
    if headings < 2 and (foreign := [mark.pattern for mark in rules.marks["foreign"] if mark.search(text)]):
        return Refusal("not_a_report", f"It follows the rules of other bodies ({foreign[0]}); nothing to load.")
    announced = any(mark.search(text) for mark in rules.marks["preamble"]) or (printed and not told.weak)
    if not (year or headings >= 2 or announced or (told.own and (headings or _PERIOD.search(text)))):
        return _something_else(told, text, images)
    if year is None and (period := _PERIOD.search(text)) is not None:
        year = int(period.group(1))
    if year is not None and year < rules.first_year:
        return Refusal(
            "legacy_form", f"It reports on {year}, before the form of {rules.first_year}; keep it for its prose."
        )
    if len(_PLACEHOLDER.findall(text)) >= 3:
        return Refusal("not_a_report", "It is full of placeholders and no cell holds a figure: a model text.")
    if printed:
        return Refusal(
            "no_tables", "The tables stand there, but no cell of them could be read; compare with the page it is from."
        )
    if _pictured(page.lines, sections, images) or (images and len(text) < 400):
        return Refusal("image_only", "Its tables are pictures; read the figures from them and hand in a table.")
    return Refusal("no_tables", "It is a report whose tables are not in the text; fetch its annex or file.")


def _something_else(told: Told, text: str, images: int) -> Refusal:
    if told.weak:
        return _not_a_report(told.weak, told.quote)
    if len(text) < 200 and (images or _IMAGE.search(text)):
        return Refusal("image_only", "It holds pictures and hardly any text; read the report from the pictures.")
    return Refusal("not_a_report", "Neither its title nor its headings are those of an annual report; nothing to load.")


def _pictured(lines: Sequence[str], sections: Sequence[int], images: int) -> bool:
    """Where the tables belong there is a picture, or nothing in a document that has pictures."""
    for place in sections:
        below = lines[place + 1 : place + 40]
        end = next((n for n, line in enumerate(below) if _NEXT_SECTION.match(line)), len(below))
        body = "".join(below[:end])
        if _IMAGE.search(body) or (images and not body):
            return True
    return False


def _not_a_report(rule: TitleRule, title: str) -> Refusal:
    return Refusal("not_a_report", f"{rule.detail} Title: {title}")


def _legacy(labels: Sequence[str]) -> Refusal:
    told = "、".join(labels[:3])
    return Refusal("legacy_form", f"Its tables are older than the form ({told}, …); none of their cells is loaded.")


def _legacy_labels(text: str, rules: Rules) -> list[str]:
    return [mark.pattern for mark in rules.marks["legacy"] if mark.search(text)]


def _any(patterns: Sequence[re.Pattern[str]], line: str) -> bool:
    return any(pattern.search(line) for pattern in patterns)


def split(lines: Sequence[str], table_starts: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """Half-open spans of lines, one a report, which together cover all lines; a single span in the ordinary case.

    table_starts: 0-based line at which a statutory table begins, and its relation. A cut falls on the title (or, where
    it has none, the first section) of the next report, never between two tables of one report.
    """
    rules = load_rules()
    starts = sorted((line, _RELATIONS.index(relation)) for line, relation in table_starts)
    openings = [
        number
        for number, line in enumerate(lines)
        if 4 <= len(line) < 40 and line.lstrip()[:1] in _FIRST and _any(rules.marks["opening"], plain(line, str))
    ]
    orderly = all(a[1] < b[1] for a, b in pairwise(starts))
    if orderly and len(openings) < 2:
        return [(0, len(lines))]
    titles = _title_lines(lines, rules)
    cuts: list[int] = []
    current = _before(titles, openings[0], -1) if openings else None
    current = current or (titles[0] if titles else None)
    borders = [(-1, -1), *starts, (len(lines), len(_RELATIONS))]
    for (above, last), (below, following) in pairwise(borders):
        restart = above >= 0 and following <= last
        floor, cut_here = above, False
        for opening in [place for place in openings if above < place < below]:
            title = _before(titles, opening, floor)
            renamed = title is not None and current is not None and not _same(title[1], current[1])
            if renamed or (restart and not cut_here and (title or opening == max(o for o in openings if o < below))):
                cuts.append(_reach_up(lines, title[0] if title else opening, above))
                current, cut_here = title or current, True
            floor = opening
        if restart and not cut_here:
            between = [title for title in titles if above < title[0] < below]
            fresh = [title for title in between if current is None or not _same(title[1], current[1])]
            # The same title again may be a running header, unless the tables begin anew after the last of the form.
            found = fresh or (between if (last, following) == (len(_RELATIONS) - 1, 0) else [])
            if found:
                cuts.append(_reach_up(lines, found[0][0], above))
                current = found[-1]
    ends = [0, *(cut for cut in dict.fromkeys(cuts) if cut > 0), len(lines)]
    return list(pairwise(ends))


def _title_lines(lines: Sequence[str], rules: Rules) -> list[tuple[int, str]]:
    """Lines that are the title of an annual report, also one that runs over two lines."""
    titles: list[tuple[int, str]] = []
    previous, place = "", 0
    for number, line in enumerate(lines):
        text = plain(line, str) if len(line) < TITLE_WIDTH else ""
        if not text:
            continue
        if is_title(text, rules):
            titles.append((number, text))
        elif is_title(previous + text, rules) and not is_title(previous, rules):
            titles.append((place, previous + text))
        previous, place = text, number
    return titles


def _before(titles: Sequence[tuple[int, str]], line: int, floor: int) -> tuple[int, str] | None:
    """The nearest title above a line and below the floor; the first of them where one title is told several times."""
    above = [title for title in titles if floor < title[0] < line]
    if not above:
        return None
    return next(title for title in above if _same(title[1], above[-1][1]))


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _reach_up(lines: Sequence[str], cut: int, floor: int) -> int:
    """The cut moved up over what belongs to the title: an agency on a line of its own, an annex number."""
    wants_agency = year_of(plain(lines[cut], str)[:5]) is not None
    start = cut
    for number in range(cut - 1, max(floor, cut - 6), -1):
        above = plain(lines[number], str)
        if not above:
            continue
        agency = wants_agency and len(above) < 30 and not _NOT_A_NAME.search(above)
        if not agency and not _ANNEX.match(above):
            break
        start, wants_agency = number, wants_agency and not agency
    return start
