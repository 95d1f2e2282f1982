"""Chinese numerals as spreadsheets write them: [DBNum1] for text, [DBNum2] for cheques."""

from __future__ import annotations

DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_UNITS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}


def chinese(text: str, numerals: str) -> str:
    """Digits as Chinese numerals counted out (一百二十三); decimals one by one."""
    whole, point, decimals = text.partition(".")
    if not whole.isdigit() or len(whole) > 12:
        return text
    digits = DIGITS[numerals]
    zero = "零"
    groups = []
    number = int(whole)
    for unit in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    made = ""
    for group, unit in reversed(groups):
        if not group:
            continue
        if made and group < 1000:
            made += zero
        words, skipped = "", False
        for power in range(3, -1, -1):
            digit = group // 10**power % 10
            if digit:
                words += (zero if skipped and words else "") + digits[digit] + _UNITS[numerals][power]
            skipped = not digit
        made += words + unit
    made = made or (digits[0] if numerals == "1" else zero)
    if numerals == "1" and made.startswith("一十"):
        made = made[1:]
    return made + ("点" + "".join(digits[int(digit)] for digit in decimals) if point else "")
