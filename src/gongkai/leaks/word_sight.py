"""What a reader of a Word file can see: hidden, white and tiny text, by its own format, its styles and what lies behind it."""

from __future__ import annotations

from gongkai.leaks.ooxml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_OFF = ("0", "false", "off", "none")
_TINY = 4  # half points
_WHITE = frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"})


def is_on(node: Element | None) -> bool:
    return node is not None and (node.get(_VAL) or "1").lower() not in _OFF


class Look:
    """What a format says, None where it says nothing. ``shaded``: something darker lies behind."""

    __slots__ = ("shaded", "tiny", "vanish", "white")

    def __init__(self, properties: Element | None):
        self.vanish = self.white = self.tiny = self.shaded = None  # type: bool | None
        if properties is None:
            return
        for tag in ("vanish", "specVanish"):
            node = properties.find(f"{W}{tag}")
            if node is not None:
                self.vanish = is_on(node)
        color = properties.find(f"{W}color")
        if color is not None:
            theme = (color.get(f"{W}themeColor") or "").lower()
            value = (color.get(_VAL) or "").upper()
            self.white = (
                value in _WHITE if not theme else theme in ("background1", "light1") and not color.get(f"{W}themeShade")
            )
        size = properties.find(f"{W}sz")
        if size is not None:
            value = size.get(_VAL) or ""
            self.tiny = value.isdigit() and int(value) <= _TINY
        if is_shaded(properties.find(f"{W}shd")):
            self.shaded = True
        mark = properties.find(f"{W}highlight")
        if mark is not None and (mark.get(_VAL) or "none") not in ("none", "white"):
            self.shaded = True

    def over(self, below: Look | None) -> Look:
        """This look on top of another: what it does not say shines through."""
        if below is None:
            return self
        made = Look(None)
        for name in Look.__slots__:
            own = getattr(self, name)
            setattr(made, name, own if own is not None else getattr(below, name))
        return made


def is_shaded(node: Element | None) -> bool:
    if node is None:
        return False
    fill = (node.get(f"{W}fill") or "auto").upper()
    pattern = (node.get(_VAL) or "clear").lower()
    return fill not in ("AUTO", *_WHITE) or pattern not in ("clear", "nil", "none") or bool(node.get(f"{W}themeFill"))


class Sight:
    """Over a whole file; ``of`` gives the sight of one paragraph."""

    def __init__(self, styles: Element | None):
        self._styles: dict[str, tuple[str, Look, bool]] = {}
        self._resolved: dict[str, Look] = {}
        self._base = Look(None)
        self._default = ""
        self._below = self._base
        self._behind = False
        if styles is None:
            return
        self._base = Look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in styles.iterchildren(f"{W}style"):
            identity = style.get(f"{W}styleId") or ""
            parent = style.find(f"{W}basedOn")
            shading = is_shaded(style.find(f"{W}pPr/{W}shd"))
            look = Look(style.find(f"{W}rPr"))
            self._styles[identity] = ((parent.get(_VAL) or "") if parent is not None else "", look, shading)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = identity

    def _style(self, identity: str) -> Look:
        if identity in self._resolved:
            return self._resolved[identity]
        chain: list[Look] = []
        at, seen = identity, set[str]()
        while at in self._styles and at not in seen and len(seen) < 30:
            seen.add(at)
            parent, look, _ = self._styles[at]
            chain.append(look)
            at = parent
        made = Look(None)
        for look in reversed(chain):
            made = look.over(made)
        self._resolved[identity] = made
        return made

    def of(self, paragraph: Element) -> Sight:
        """What the runs of this paragraph lie on."""
        made = object.__new__(Sight)
        made._styles, made._resolved, made._base, made._default = (
            self._styles,
            self._resolved,
            self._base,
            self._default,
        )
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        identity = (style.get(_VAL) or "") if style is not None else self._default
        made._below = self._style(identity).over(self._base)
        made._behind = is_shaded(paragraph.find(f"{W}pPr/{W}shd")) or (
            identity in self._styles and self._styles[identity][2]
        )
        parent = paragraph.getparent()
        while parent is not None and not made._behind:
            if parent.tag == f"{W}tc":
                made._behind = is_shaded(parent.find(f"{W}tcPr/{W}shd"))
                table = parent.getparent()
                table = table.getparent() if table is not None else None
                # A style of the whole table may paint its head: white on it is usual.
                made._behind = made._behind or (table is not None and table.find(f"{W}tblPr/{W}tblStyle") is not None)
            elif str(parent.tag).endswith("}txbx") or str(parent.tag).endswith("}textbox"):
                made._behind = True
            parent = parent.getparent()
        return made

    def hides(self, run: Element) -> bool:
        """Whether a reader cannot see the run."""
        own = run.find(f"{W}rPr")
        if own is None:
            look = self._below
        else:
            style = own.find(f"{W}rStyle")
            below = self._style(style.get(_VAL) or "").over(self._below) if style is not None else self._below
            look = Look(own).over(below)
        return bool(look.vanish or look.tiny or (look.white and not look.shaded and not self._behind))
