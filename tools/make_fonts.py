"""Make the two font subsets of ``gongkai.documents.fonts`` from the whole fonts.

    python tools/make_fonts.py --serif NotoSerifSC_400Regular.ttf --sans NotoSansSC_400Regular.ttf

The whole fonts come from the npm packages @expo-google-fonts/noto-serif-sc and noto-sans-sc (version 0.4.3). Needs
fonttools, which is a development dependency only. The same input gives the same bytes: no time is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "src" / "gongkai" / "documents" / "fonts"

# Features that change how a run of text looks without being asked for. The rest (vertical forms, ruby, other countries' shapes,
# proportional widths) is never used by our page and would drag thousands of unreachable glyphs along.
FEATURES = ["ccmp", "kern", "liga", "mark", "mkmk"]


def in_gbk(code: int) -> bool:
    """Whether the character is in GBK, the 21,886 characters that Chinese office systems have had since the nineties."""
    try:
        chr(code).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def is_hangul(code: int) -> bool:
    return 0x1100 <= code < 0x1200 or 0x3130 <= code < 0x3190 or 0xAC00 <= code < 0xD800


def is_rare_han(code: int) -> bool:
    return 0x3400 <= code < 0x4DC0 or 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 or code >= 0x20000


def everything(code: int) -> bool:
    """All but Hangul: with it GB 18030 level 2 (通用规范汉字表 and extension A), where rare names of people and places live."""
    return not is_hangul(code)


def gbk_and_signs(code: int) -> bool:
    """GBK and all that is not Han. A rarer Han character in a heading is taken from the serif."""
    return in_gbk(code) or not (is_rare_han(code) or is_hangul(code))


def make(source: Path, target: Path, wanted: set[int]) -> None:
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT"]
    font = TTFont(source, recalcTimestamp=False)
    maker = subset.Subsetter(options)
    maker.populate(unicodes=wanted)
    maker.subset(font)
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--serif", type=Path, required=True)
    parser.add_argument("--sans", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FONTS)
    chosen = parser.parse_args()
    for source, name, keep in (
        (chosen.serif, "NotoSerifSC-Regular.subset.ttf", everything),
        (chosen.sans, "NotoSansSC-Regular.subset.ttf", gbk_and_signs),
    ):
        wanted = {code for code in TTFont(source, lazy=True).getBestCmap() if keep(code)}
        make(source, chosen.out / name, wanted)


if __name__ == "__main__":
    main()
