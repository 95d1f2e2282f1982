"""Sentences as public bodies write them: most without a leak but full of numbers and words that look like one, some with leaks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from corpus import people

_BODIES = (
    "云岭县商务局", "云岭县人民政府", "县民政局", "市场监督管理局", "石门镇人民政府", "县政务服务中心", "云岭县第一中学", "县人民医院",
)  # fmt: skip
_FIRMS = ("云岭县丰禾商贸有限公司", "云岭县福源农民专业合作社", "城关镇旺角超市", "云岭县锦程机械厂")
_MARKS = (
    "机密★10年",
    "秘密★1年",
    "绝密★长期",
    "秘　密★6个月",
    "密级：机密",
    "内部资料，注意保存",
    "此件不公开",
    "份号：000123",
    "阅后收回",
)
_ROADS = ("人民路", "和平路", "建设大道", "滨河街", "工业路")


def _digits(chance: random.Random, count: int) -> str:
    return str(chance.randrange(1, 10)) + "".join(str(chance.randrange(10)) for _ in range(count - 1))


def _day(chance: random.Random) -> str:
    return f"{chance.randrange(2019, 2027)}年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"


def _money(chance: random.Random) -> str:
    return chance.choice(
        (f"{chance.randrange(1, 999)},{chance.randrange(100, 999)},{chance.randrange(100, 999)}.{chance.randrange(10, 99)}元",
         f"{chance.randrange(1, 99999)}.{chance.randrange(10, 99)}万元", f"人民币{_digits(chance, 11)}元", f"{_digits(chance, 8)}.00元")
    )  # fmt: skip


def _office(chance: random.Random) -> str:
    return f"{chance.choice(_ROADS)}{chance.randrange(1, 300)}号"


Made = tuple[str, dict[str, int]]
Maker = Callable[[random.Random], str]

CLEAN: tuple[Maker, ...] = (
    lambda c: f"根据《云岭县促进消费工作方案》（云政办〔{c.randrange(2019, 2027)}〕{c.randrange(1, 200)}号），现将有关事项通知如下。",
    lambda c: f"项目总投资{_money(c)}，其中财政资金{_money(c)}。",
    lambda c: f"合同编号：{_digits(c, 18)}，签订日期{_day(c)}。",
    lambda c: f"订单号{_digits(c, 16)}已发货，运单号{_digits(c, 12)}。",
    lambda c: f"索引号：{_digits(c, 9)}/{c.randrange(2019, 2027)}-{_digits(c, 5)}，发文日期：{_day(c)}。",
    lambda c: f"{c.choice(_FIRMS)}，统一社会信用代码：91411399MA{_digits(c, 7)}X，法定代表人某某。",
    lambda c: f"项目代码：{c.randrange(2019, 2027)}-411399-{c.randrange(10, 99)}-{c.randrange(10, 99)}-{_digits(c, 6)}。",
    lambda c: f"咨询电话：0399-{_digits(c, 7)}，传真：0399-{_digits(c, 7)}，监督电话：12345。",
    lambda c: f"联系电话：010-{_digits(c, 8)}转{_digits(c, 4)}。",
    lambda c: f"办公地址：{c.choice(_BODIES)}（{_office(c)}{c.randrange(1, 9)}楼{c.randrange(101, 999)}室）。",
    lambda c: f"请到{_office(c)}县政务服务中心{c.randrange(1, 5)}楼{c.randrange(1, 40)}号窗口办理。",
    lambda c: f"当事人：{c.choice(_FIRMS)}，住所：云岭县{_office(c)}，经营者涉嫌销售不合格商品。",
    lambda c: f"经查，{c.choice(_FIRMS)}位于云岭县{c.choice(people.TOWNS)}{_office(c)}，库存{c.randrange(2, 900)}件。",
    lambda c: "涉及国家秘密、商业秘密、个人隐私的政府信息，依法不予公开。",
    lambda c: "国家秘密的密级分为绝密、机密、秘密三级，保密期限依照规定确定。",
    lambda c: "各单位要落实保密审查制度，做到涉密信息不上网、上网信息不涉密。",
    lambda c: f"加强内部资料管理，内部文件归档率达到{c.randrange(80, 100)}%。",
    lambda c: f"全年新收申请{c.randrange(10, 999)}件，办结{c.randrange(10, 999)}件，结转{c.randrange(1, 20)}件。",
    lambda c: f"合计 {_digits(c, 3)} {_digits(c, 4)} {_digits(c, 4)} {_digits(c, 3)}",
    lambda c: f"{c.choice(people.TOWNS)}东关村{c.choice('一二三四五六')}组道路硬化工程于{_day(c)}开工。",
    lambda c: f"{c.choice(people.TOWNS)}南坡村现有{c.randrange(3, 12)}个村民小组、{c.randrange(100, 900)}户。",
    lambda c: f"网址：https://www.example.gov.cn/art/2026/{c.randrange(1, 13)}/{c.randrange(1, 28)}/art_{_digits(c, 11)}.html",
    lambda c: f"招标编号：YLXZC-{c.randrange(2019, 2027)}-{_digits(c, 11)}，开标时间{_day(c)}9时30分。",
    lambda c: f"食品生产许可证编号SC{_digits(c, 14)}，生产批号{_digits(c, 8)}。",
    lambda c: f"商品条形码690{_digits(c, 10)}，规格500克×{c.randrange(2, 24)}袋。",
    lambda c: f"不动产权证书号：豫（{c.randrange(2016, 2027)}）云岭县不动产权第{_digits(c, 7)}号。",
    lambda c: f"案号：（{c.randrange(2019, 2027)}）豫1399行初{c.randrange(1, 300)}号。",
    lambda c: f"保证金缴入账户：云岭县公共资源交易中心，账号{_digits(c, 17)}，开户行：某银行云岭支行。",
    lambda c: f"身份证号码{people.identity(c)[:4]}********{_digits(c, 4)}，手机{people.mobile(c)[:3]}****{_digits(c, 4)}。",
    lambda c: f"电子邮箱：swj@yunling.gov.cn，邮政编码：{_digits(c, 6)}。",
    lambda c: f"行政处罚决定书文号：云市监罚〔{c.randrange(2019, 2027)}〕{_digits(c, 4)}号，罚款{_money(c)}。",
    lambda c: f"坐标：东经111.{_digits(c, 6)}，北纬34.{_digits(c, 6)}，面积{_digits(c, 5)}.{_digits(c, 2)}平方米。",
    lambda c: f"工单编号{_digits(c, 15)}，受理时间{_day(c)}，办结时限{c.randrange(3, 20)}个工作日。",
    lambda c: f"第{c.randrange(1, 30)}号楼、第{c.randrange(1, 30)}号楼已完成主体验收，单元门全部更换。",
    lambda c: f"会议室设在{c.choice(_BODIES)}{c.randrange(2, 9)}楼{c.randrange(201, 909)}室，参会{c.randrange(10, 90)}人。",
    lambda c: f"老旧小区改造涉及幸福小区{c.randrange(2, 30)}栋、滨河花园{c.randrange(2, 30)}栋，惠及居民{c.randrange(100, 900)}户。",
    lambda c: f"截至{_day(c)}，累计发放补贴{_money(c)}，惠及{c.randrange(100, 9000)}人次。",
    lambda c: f"发票号码{_digits(c, 20)}，价税合计{_money(c)}。",
    lambda c: f"车辆识别代号LSV{_digits(c, 14)}，车牌豫N{_digits(c, 5)}。",
    lambda c: f"公告期自{_day(c)}起{c.randrange(5, 30)}日，逾期视为送达。",
    lambda c: f"{c.choice(_BODIES)}地址：{_office(c)}，邮编{_digits(c, 6)}，工作时间8:30至12:00。",
    lambda c: f"营业执照注册号411399{_digits(c, 9)}，成立日期{_day(c)}。",
    lambda c: f"资产编号{_digits(c, 13)}，型号E{_digits(c, 8)}，数量{c.randrange(1, 20)}台。",
    lambda c: f"护士执业证书编号20{_digits(c, 10)}，有效期至{_day(c)}。",
    lambda c: "本件主动公开。请各单位妥善保管档案资料，注意防火防潮。",
    lambda c: f"缴款码{_digits(c, 20)}，执收单位编码{_digits(c, 6)}。",
)  # fmt: skip


def _said(kind: str, *texts: Callable[[random.Random], str]) -> list[tuple[Maker, dict[str, int]]]:
    return [(text, {kind: 1}) for text in texts]


def _spaced(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return gap.join([*parts, number[at:]] if at < len(number) else parts)


LEAKY: tuple[tuple[Maker, dict[str, int]], ...] = (
    *_said(
        "identity",
        lambda c: f"申请人{people.person(c).name}（身份证号：{people.identity(c)}）符合条件。",
        lambda c: f"{people.person(c).name}，{people.identity(c)}，缓缴社保费{c.randrange(2, 12)}个月。",
        lambda c: f"公民身份号码 {_spaced(people.identity(c), (6, 8), ' ')}。",
        lambda c: f"证件号码：{people.identity(c).lower()}；类别：困难职工。",
        lambda c: f"当事人{people.person(c).name}{_spaced(people.identity(c), (6, 4, 4), '-')}。",
    ),
    *_said(
        "mobile",
        lambda c: f"{people.person(c).name}，电话{people.mobile(c)}。",
        lambda c: f"联系人{people.person(c).name}（{people.mobile(c)}）。",
        lambda c: f"手机号：{_spaced(people.mobile(c), (3, 4), '-')}。",
        lambda c: f"联系方式 +86{people.mobile(c)}。",
        lambda c: f"如有异议，请联系市场运行股孙倩，{people.mobile(c)}。",
        lambda c: f"0399-5550131，{people.mobile(c)}",
        lambda c: f"微信同号{_spaced(people.mobile(c), (3, 4), ' ')}",
    ),
    *_said(
        "bank_card",
        lambda c: f"{people.person(c).name}，银行卡号{people.card(c)}。",
        lambda c: f"补贴资金转入{_spaced(people.card(c), (4, 4, 4, 4), ' ')}（本人账户）。",
        lambda c: f"开户行：某银行云岭支行，卡号：{people.card(c)}。",
        lambda c: f"{people.person(c).name} {people.card(c)} 1580.00",
    ),
    *_said(
        "address",
        lambda c: f"{people.person(c).name}，家住{people.address(c)}。",
        lambda c: f"被申请人{people.person(c).name}，男，住{people.address(c)}。",
        lambda c: f"户籍所在地：{people.address(c)}。",
        lambda c: f"救助对象{people.person(c).name}，现居住于{people.address(c)}，生活困难。",
        lambda c: f"{people.person(c).name}，女，汉族，住云岭县{c.choice(_ROADS)}{c.randrange(1, 300)}号。",
    ),
    *_said("passport", lambda c: f"护照号码：E{_digits(c, 8)}。", lambda c: f"持往来港澳通行证C{_digits(c, 8)}出境。"),
    *_said("email", lambda c: f"材料发至{_digits(c, 9)}@qq.com。", lambda c: f"邮箱：li{c.randrange(100)}@163.com"),
    *_said("identity.old", lambda c: f"身份证号：{people.old_identity(c)}，退休人员。"),
    *_said("identity.wrong", lambda c: f"身份证号码：{people.identity(c, right=False)}。"),
    *_said("bank_account", lambda c: f"{people.person(c).name}，存折账号：{_digits(c, 15)}。"),
    *_said(
        "secrecy",
        lambda c: c.choice(_MARKS),
    ),
    (lambda c: f"{people.person(c).name}，{people.identity(c)}，{people.mobile(c)}。", {"identity": 1, "mobile": 1}),
)  # fmt: skip


def sentences(count: int, seed: int = 1) -> Iterator[Made]:
    """``(sentence, leaks in it by kind)``; two of three have none."""
    chance = random.Random(f"prose {seed}")
    for _ in range(count):
        if chance.random() < 0.67:
            yield chance.choice(CLEAN)(chance), {}
        else:
            make, kinds = chance.choice(LEAKY)
            yield make(chance), kinds
