"""Nobody: names, numbers and addresses that hold every check a machine can make, and belong to no one."""

from __future__ import annotations

import random
from dataclasses import dataclass

_FAMILY = "陈马吴丁周郑王李赵孙钱冯褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = (
    "桂兰",
    "志远",
    "秀英",
    "海涛",
    "建国",
    "文静",
    "凯",
    "倩",
    "玉梅",
    "国强",
    "小燕",
    "德福",
    "春花",
    "永安",
    "晓东",
    "雪莲",
)
TOWNS = ("城关镇", "石门镇", "柳河乡", "白云街道", "南坪镇")
_SEGMENTS = tuple(
    str(start)
    for start in (
        130,
        135,
        138,
        139,
        145,
        147,
        150,
        156,
        159,
        162,
        166,
        172,
        177,
        178,
        180,
        186,
        189,
        191,
        195,
        198,
        199,
    )
)
_CARDS = (("622202", 19), ("621700", 19), ("622848", 19), ("625965", 16), ("622588", 16), ("623059", 18))


def identity(chance: random.Random, *, right: bool = True) -> str:
    """18 digits of a county that does not exist (411399)."""
    body = f"411399{chance.randrange(1940, 2016)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}{chance.randrange(1, 1000):03}"
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(body))
    last = "10X98765432"[total % 11]
    if not right:
        last = chance.choice([other for other in "0123456789X" if other != last])
    return body + last


def old_identity(chance: random.Random) -> str:
    return f"411399{chance.randrange(40, 99)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}{chance.randrange(1, 1000):03}"


def mobile(chance: random.Random) -> str:
    return f"{chance.choice(_SEGMENTS)}{chance.randrange(10**8):08}"


def card(chance: random.Random) -> str:
    """A number of a debit card that passes Luhn."""
    start, length = chance.choice(_CARDS)
    body = start + "".join(str(chance.randrange(10)) for _ in range(length - len(start) - 1))
    total = 0
    for at, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def address(chance: random.Random) -> str:
    """A household, finer than a village."""
    town = chance.choice(TOWNS)
    number = chance.randrange(1, 300)
    return chance.choice(
        (
            f"云岭县{town}东关村{chance.choice('一二三四五六')}组{number}号",
            f"云岭县{town}和平路{number}号院{chance.randrange(1, 9)}号楼{chance.randrange(1, 5)}单元{chance.randrange(101, 1802)}室",
            f"云岭县{town}幸福小区{chance.randrange(1, 30)}栋{chance.randrange(1, 4)}单元{chance.randrange(101, 902)}",
            f"{town}南坡村第{chance.choice('一二三四五六')}村民小组{number}号",
            f"云岭县{town}滨河花园{chance.randrange(1, 30)}幢{chance.randrange(101, 902)}室",
        )
    )


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    identity: str
    mobile: str
    card: str
    address: str


def person(chance: random.Random) -> Person:
    return Person(
        chance.choice(_FAMILY) + chance.choice(_GIVEN),
        identity(chance),
        mobile(chance),
        card(chance),
        address(chance),
    )
