"""A released text as 微信公众号 takes it: no outside links, no classes, its pictures at the account's own addresses, and the look in
the elements themselves, for an article brings no sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

from gongkai.disclosures.channels.published import Published
from gongkai.language import say

TITLE, TITLE_LEAST = 64, 32
"""Characters of a title. What accounts may use differs: where 64 are refused, 32 are tried (decision 0122)."""
DIGEST = 120
AUTHOR = 8
CONTENT = 19_500
"""Characters of a text with its marks; the interface takes fewer than 20,000."""
_CELL = "border:1px solid #75838d;padding:4px 6px;vertical-align:top;"
_STYLES = {
    "p": "margin:0 0 1em;line-height:1.75;",
    "h2": "margin:1.2em 0 .6em;font-size:18px;font-weight:bold;line-height:1.5;",
    "h3": "margin:1em 0 .5em;font-size:17px;font-weight:bold;line-height:1.5;",
    "h4": "margin:1em 0 .5em;font-weight:bold;line-height:1.5;",
    "h5": "margin:1em 0 .5em;font-weight:bold;line-height:1.5;",
    "h6": "margin:1em 0 .5em;font-weight:bold;line-height:1.5;",
    "table": "border-collapse:collapse;width:100%;margin:0 0 1em;font-size:14px;",
    "caption": "font-weight:bold;padding:4px;",
    "th": f"{_CELL}background:#f0f4f5;",
    "td": _CELL,
    "img": "max-width:100%;height:auto;",
    "blockquote": "margin:0 0 1em;padding-left:1em;border-left:3px solid #d3dbdf;",
    "figcaption": "font-size:14px;color:#5a6873;text-align:center;",
}
_KEPT = {"th": ("rowspan", "colspan"), "td": ("rowspan", "colspan"), "ol": ("start", "type"), "img": ("alt",)}
_RENAMED = {"figure": "section", "figcaption": "p", "u": "span", "caption": "caption"}


def cut(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, with … where something was left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def digest(published: Published) -> str:
    """The summary under the title: the catalogue's, else the first words."""
    words = " ".join((published.summary or published.text).split())
    return cut(words, DIGEST)


def article(published: Published, addresses: Mapping[str, str], *, whole_title: bool) -> str:
    """The text as HTML. ``addresses``: by hash of a picture, where the account keeps it; others are left out with their description.
    ``whole_title``: put the title in full at the top, where that of the article had to be cut."""
    root = lxml_html.fragment_fromstring(published.html or "<p></p>", create_parent="section")
    for element in list(root.iter()):
        if isinstance(element, lxml_html.HtmlComment) or not isinstance(element.tag, str):
            element.drop_tree()
        elif element is not root:
            _bring_over(element, addresses)
    blocks = [_serial(child) for child in root]
    lead = ""
    if whole_title:
        lead += f'<p style="{_STYLES["p"]}font-weight:bold;">{_escaped(published.title)}</p>'
    if published.document_number:
        lead += f'<p style="{_STYLES["p"]}text-align:center;">{_escaped(published.document_number)}</p>'
    return lead + _within(blocks, CONTENT - len(lead) - 1200, published) + _foot(published)


def _bring_over(element: lxml_html.HtmlElement, addresses: Mapping[str, str]) -> None:
    tag = str(element.tag)
    classes = (element.get("class") or "").split()
    href, source = element.get("href") or "", element.get("src") or ""
    kept = {name: value for name in _KEPT.get(tag, ()) if (value := element.get(name))}
    element.attrib.clear()
    element.attrib.update(kept)
    style = _STYLES.get(tag, "")
    if tag in ("p", "h2", "h3", "h4", "h5", "h6"):
        style += "text-align:center;" if "center" in classes else "text-align:right;" if "right" in classes else ""
    if style:
        element.set("style", style)
    element.tag = _RENAMED.get(tag, tag)
    if tag == "a":
        if urlsplit(href).hostname == "mp.weixin.qq.com":
            element.set("href", href)
        else:
            # Outside links are not allowed; the address stays readable where it is not already the text.
            if href.startswith("http") and href not in (element.text_content() or ""):
                element.tail = f"（{href}）{element.tail or ''}"
            element.drop_tag()
    elif tag == "img":
        address = addresses.get(source.removeprefix("files/"))
        if address:
            element.set("src", address)
        else:
            element.tag = "span"
            element.attrib.clear()
            element.text = kept.get("alt", "")


def _within(blocks: list[str], room: int, published: Published) -> str:
    """As many whole blocks as fit, and a line that says where the rest is."""
    taken, size = [], 0
    for block in blocks:
        if size + len(block) > room:
            more = say("篇幅所限，以下内容见政府信息公开栏目。")
            if published.address:
                more = say("篇幅所限，以下内容请点击文末“阅读原文”查看。")
            taken.append(f'<p style="{_STYLES["p"]}color:#5a6873;">{_escaped(more)}</p>')
            break
        taken.append(block)
        size += len(block)
    return "".join(taken)


def _foot(published: Published) -> str:
    lines = [say("附件：{name}", name=cut(each.name, 80)) for each in published.attachments[:8]]
    if lines and published.address:
        lines.append(say("附件请点击文末“阅读原文”下载。"))
    if published.index_number:
        lines.append(say("索引号：{number}", number=published.index_number))
    lines.append(say("发布机构：{agency}", agency=published.agency))
    return "".join(f'<p style="margin:0;font-size:14px;color:#5a6873;">{_escaped(line)}</p>' for line in lines)


def _serial(element: lxml_html.HtmlElement) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
