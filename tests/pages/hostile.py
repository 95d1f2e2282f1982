"""Things that pages have been attacked with, and a generator of pages that are merely wild."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="java&#x0A;script:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="\\\\evil.example\\x">x</a>',
    '<a href=x onclick=alert(1) style="position:fixed" class=btn id=main name=body>x</a>',
    '<a href="#main">x</a>',
    '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object><embed src=x>',
    '<form action="https://evil.example"><input name=password><button formaction=javascript:alert(1)>登录</button></form>',
    "<form id=x></form><input form=x name=attributes>",
    '<p id="main" name="cookie">x</p><img name=getElementById>',
    '<div style="background:url(javascript:alert(1))">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css><base href=https://evil.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<?xml-stylesheet href="javascript:alert(1)"?>',
    '<table background="javascript:alert(1)"><td background=x onmouseover=alert(1)>x</td></table>',
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)><p>x</p></body>",
    "<marquee onstart=alert(1)>x</marquee><isindex type=image src=1 onerror=alert(1)>",
    "<x onclick=alert(1)>x</x><custom-element is=evil>x</custom-element>",
    "<p title='</p><script>alert(1)</script>'>x</p>",
    "<textarea></textarea><script>alert(1)</script><textarea>",
    "<title></title><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<select><option><script>alert(1)</script></option></select>",
    '<li value="javascript:1" onclick=x>x</li>',
    "<p>\u2028<a href='\u0001javascript:alert(1)'>x</a></p>",
    "<p style='display:none'>藏起来的字</p><span style=\"font-size:0\">藏起来的字</span><b hidden>藏起来的字</b>",
    "<p class=MsoNormal style='mso-hide:all'>藏起来的字</p><span style='visibility : hidden'>藏起来的字</span>",
)

_WORDS = st.text(alphabet="一二公开 abc1<>&\"'\u3000\n\xa0", max_size=8)
_TAGS_NAMES = (
    "p div span b strong i em u sup sub a br img ul ol li table tr td th thead tbody caption h1 h2 h3 h6 "
    "blockquote pre figure figcaption section font o:p center dl dt dd svg form s"
)
_TAGS = st.sampled_from(_TAGS_NAMES.split())
_ATTRIBUTES = st.sampled_from(
    (
        "", "", "", " class=right", " align=center",
        ' style="font-weight:bold"', ' style="text-align:right;font-style:italic"', " rowspan=3",
        " colspan=2", " colspan=900",
        " rowspan=0", ' href="https://example.org/a?b=1&amp;c"', ' href="/info/1"', " src=picture-1.png",
        " scope=row",
        " start=4", " type=a", " value=7", " class=notes", ' id="note-1" href="#note-back-1"', ' href="#note-1" id="note-back-1"', ' alt="图"',  # noqa: E501
        ' style="mso-list:l0 level2 lfo1"', ' style="mso-list:Ignore"', " hidden", ' class="MsoTitle"', " width=20 height=9",
    )
)  # fmt: skip
_PIECES = st.one_of(
    _WORDS,
    st.builds("<{}{}>".format, _TAGS, _ATTRIBUTES),
    st.builds("</{}>".format, _TAGS),
    st.sampled_from(
        (
            "<br>",
            "<br><br>",
            "表1 收支情况",
            "图2 流程",
            "（单位：万元）",
            "<p>表2：甲</p><table><tr><td>1<td>2</table>",
            "1.5%",
        )
    ),
    st.sampled_from(HOSTILE),
)
WILD = st.lists(_PIECES, max_size=25).map("".join)

_CELLS = st.builds(
    "<{}{}{}{}>{}".format,
    st.sampled_from(("td", "td", "th")),
    st.sampled_from(("", "", " rowspan=2", " rowspan=9", " rowspan=0")),
    st.sampled_from(("", "", " colspan=2", " colspan=5")),
    st.sampled_from(("", "", " scope=row", " scope=col", " scope=x")),
    st.sampled_from(
        (
            "",
            "项目",
            "金额",
            "12",
            "表1 收支",
            "说明。",
            "（单位：元）",
            "<b>粗</b>",
            "<img src=a.png alt=x>",
            "<h3>标</h3>",
            "<p>一</p><p>二</p>",
        )
    ),
)
_ROWS = st.lists(_CELLS, max_size=4).map(lambda cells: "<tr>" + "".join(cells))
TABLES = st.lists(
    st.one_of(
        _ROWS,
        _ROWS,
        _ROWS,
        st.sampled_from(
            ("<table>", "</table>", "<caption>题</caption>", "<thead>", "</thead>", "<p>表2 甲</p>", "<ul><li>x")
        ),
    ),
    min_size=1,
    max_size=8,
).map(lambda parts: "<table>" + "".join(parts))
"""Tables that nobody would write, closed and unclosed, one in another."""
