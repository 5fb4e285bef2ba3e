"""A draft as a web page: site chrome around the report, nested layout tables, spans, entities, wrapped cells."""

from __future__ import annotations

import html
from random import Random

from tests.hostile.contents import prose
from tests.hostile.form import Slot, Table
from tests.hostile.marks import mark
from tests.hostile.quirks import misprint, noted, traditional
from tests.hostile.report import Block, Draft, fill

_SCRIPTS = (
    '<script type="text/javascript">var hits = 1024; document.write("<td>99</td>");</script>',
    "<style>.MsoNormal{margin:0cm;font-size:10.5pt} td{padding:0 7px}</style>",
    "<!-- 第二十条第（一）项 规章 7 7 7 -->",
)


def _escaped(text: str, rng: Random) -> str:
    text = text.replace("&nbsp;", "\u00a0").replace("\x0b", "")
    escaped = html.escape(text, quote=False).replace("\u00a0", "&nbsp;")
    return escaped.replace("\n", rng.choice(("<br/>", "<br>", "\n")))


def _cell(slot: Slot, rng: Random, style: str) -> str:
    text = mark(slot.key, _escaped(slot.text, rng))
    if not slot.text.strip() and rng.random() < 0.5:
        text = mark(slot.key, "&nbsp;")
    if style == "word":
        text = f'<p class="MsoNormal" align="center"><span lang="EN-US">{text}</span></p>'
    elif style == "split":
        text = f"\n      <div><font size='2'>{text}</font><span></span></div>\n    "
    spans = f' colspan="{slot.width}"' if slot.width > 1 else ""
    spans += f' rowspan="{slot.height}"' if slot.height > 1 else ""
    return f'<td{spans} valign="top">{text}</td>'


def table_html(table: Table, rng: Random) -> str:
    """A table with its spans, in one of three styles of markup."""
    style = rng.choice(("plain", "word", "split"))
    body = "\n".join("  <tr>" + "".join(_cell(slot, rng, style) for slot in row.slots) + "</tr>" for row in table.rows)
    if rng.random() < 0.4:
        body = f"<tbody>{body}</tbody>"
    wrapped = f'<table border="1" cellspacing="0">\n{body}\n</table>'
    return f'<div style="overflow:auto">{wrapped}</div>' if rng.random() < 0.3 else wrapped


def _block(block: Block, draft: Draft, rng: Random) -> str:
    if block.table is not None:
        misprint(block.table, draft.quirks, rng)
        return table_html(block.table, rng)
    if block.kind == "image":
        return '<p align="center"><img src="/attach/2022/table.png" alt=""/></p>'
    text = _escaped(block.text, rng)
    if block.kind == "title":
        return f"<h1>{text}</h1>" if rng.random() < 0.5 else f'<p style="text-align:center"><b>{text}</b></p>'
    return f"<p>　　{text}</p>" if rng.random() < 0.7 else f"<div>{text}</div>"


def page(draft: Draft, rng: Random, charset: str) -> str:
    """The whole page as marked text; charset goes into its meta element."""
    body = "\n".join(_block(block, draft, rng) for block in draft.blocks)
    chrome = [
        f"<li><a href='/c{i}/'>{_escaped(fill(t, draft.contents, rng), rng)}</a></li>"
        for i, t in enumerate(prose()["chrome"])
    ]
    title = next((block.text for block in draft.blocks if block.kind == "title"), "")
    if rng.random() < 0.5:
        body = (
            f'<table width="1000"><tr><td width="200"><ul>{"".join(chrome[:3])}</ul></td><td>{body}</td></tr></table>'
        )
    whole = (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"/>'
        f"<title>{_escaped(title, rng)}</title>{rng.choice(_SCRIPTS)}</head>\n<body>\n"
        f'<div class="nav"><ul>{"".join(chrome[:3])}</ul></div>\n{rng.choice(_SCRIPTS)}\n'
        f'<div id="zoom" class="content">\n{body}\n</div>\n<div class="footer"><ul>{"".join(chrome[3:])}</ul></div>\n'
        "</body></html>\n"
    )
    if "traditional" in draft.quirks:
        whole = traditional(whole)
        if "pinyin_notes" in draft.quirks:
            whole = noted(whole, rng)
    return whole
