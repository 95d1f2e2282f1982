"""What most often has to be corrected, in the three groups of the norm that 国办公开办函〔2020〕2号 forwards: the sentence for
the letter, how to put it right, and what on record points to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongkai.applications.models import Application, CaseFile
from gongkai.language import say


@dataclass(frozen=True, slots=True)
class Defect:
    """``text``: as the letter states it, with why. ``guidance``: how to correct it. ``seen``: whether the register shows it."""

    key: str
    group: str
    text: str
    guidance: str
    seen: Callable[[Application], bool] = lambda case: False


def _no_identity(case: Application) -> bool:
    proof = any(file.purpose == CaseFile.Purpose.IDENTITY for file in case.files.all())
    return not proof and not case.applicant.identity_number.strip()


def _no_contact(case: Application) -> bool:
    who = case.applicant
    return not (who.phone.strip() or who.email.strip() or who.address.strip())


WHO, WHAT, HOW = say("姓名、身份证明、联系方式"), say("所需信息的名称、文号或者其他特征"), say("获取方式和途径")

DEFECTS = (
    Defect(
        "name",
        WHO,
        say("没有写明申请人的姓名或者名称，无法确定由谁申请"),
        say("写明申请人的姓名；单位申请的，写明全称并加盖公章"),
        lambda case: not case.applicant.name.strip(),
    ),
    Defect(
        "identity",
        WHO,
        say("没有提供身份证明，无法核实申请人的身份"),
        say("附上身份证件的复印件或者照片；单位申请的，附营业执照等证照的复印件"),
        _no_identity,
    ),
    Defect(
        "contact",
        WHO,
        say("没有写明联系方式，无法与申请人联系和送达答复"),
        say("写明联系电话、通信地址或者电子邮箱中的至少一项"),
        _no_contact,
    ),
    Defect(
        "agent",
        WHO,
        say("由他人代为申请，没有附授权委托书和双方的身份证明，无法确认代理权限"),
        say("附上申请人签名的授权委托书，以及申请人和代理人的身份证明"),
    ),
    Defect(
        "pointless",
        WHAT,
        say("对所需信息的描述没有指向具体的政府信息，无法据此查找"),
        say("写明所需信息的名称、文号，或者发文单位、大致时间、事项等便于查找的特征"),
    ),
    Defect(
        "ambiguous",
        WHAT,
        say("对所需信息的描述有歧义，可以指向几种不同的信息，无法确定要哪一种"),
        say("说明要的是哪一种，例如文件本身、办理过程中的材料，还是统计数字"),
    ),
    Defect(
        "period",
        WHAT,
        say("没有写明所需信息的时间范围，无法确定要哪一时期的信息"),
        say("写明起止年度或者日期"),
    ),
    Defect(
        "enquiry",
        WHAT,
        say("所提的是咨询或者要求解释说明，没有指向已经制作或者获取的信息"),
        say("写明需要哪一份已有的文件、记录；只想咨询的，可以撤回申请后电话或者当面咨询"),
    ),
    Defect(
        "form",
        HOW,
        say("没有写明获取信息的方式和途径，无法确定怎样提供"),
        say("写明要纸质件还是电子件，以及邮寄、自行领取还是网上获取"),
        lambda case: not case.carriers or not case.routes,
    ),
    Defect(
        "post",
        HOW,
        say("要求邮寄，没有写明邮寄地址，无法送达"),
        say("写明收件人、详细地址和邮政编码"),
        lambda case: "post" in case.routes and not case.applicant.address.strip(),
    ),
    Defect(
        "email",
        HOW,
        say("要求发送电子邮件，没有写明电子邮箱，无法送达"),
        say("写明电子邮箱地址"),
        lambda case: "email" in case.routes and not case.applicant.email.strip(),
    ),
)
BY_KEY = {defect.key: defect for defect in DEFECTS}
GROUPS = (WHO, WHAT, HOW)


def seen_on(case: Application) -> list[str]:
    """The keys of what the register itself shows to be missing."""
    return [defect.key for defect in DEFECTS if defect.seen(case)]


def guidance_for(keys: Iterable[str]) -> str:
    """How to correct all of ``keys``, as one sentence for the letter; "" for none."""
    parts = [BY_KEY[key].guidance for key in keys if key in BY_KEY]
    return say("请{parts}。", parts="；".join(parts)) if parts else ""
