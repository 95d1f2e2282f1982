"""Every channel: what it is called, what it asks of a person, what can be set, and the module that reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from gongkai.disclosures.channels.protocol import Kind, Sender, SettingField
from gongkai.disclosures.models import Channel
from gongkai.language import say


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """``manual``: a person puts it up and proves it; nothing is sent. ``proof``: what is written down then, ``linked`` when that is
    an address that can be looked at later. ``needs_setting``: it is not there before it is set up. ``how``: what the channel does,
    ``then``: what a person does when the machine's part is done. ``sender_at``: module and class of what reaches it.
    """

    key: str
    manual: bool
    proof: str
    linked: bool = False
    needs_setting: bool = False
    fields: tuple[SettingField, ...] = ()
    secret: str = ""
    secret_needed: bool = False
    sender_at: str = ""
    how: str = ""
    then: str = ""

    @property
    def label(self) -> str:
        """As `Channel` calls it."""
        return str(Channel(self.key).label)

    @property
    def sender(self) -> Sender | None:
        """What reaches it, None for a channel that people serve."""
        if not self.sender_at:
            return None
        module, _, name = self.sender_at.partition(":")
        made: Sender = getattr(import_module(f"gongkai.disclosures.channels.{module}"), name)()
        return made

    def values(self, given: dict[str, str]) -> dict[str, str]:
        """``given`` with every declared field: blank ones have their default."""
        return {each.name: given.get(each.name) or each.default for each in self.fields}


_PLACE = say("张贴、播放的地点")
_ADDRESS = say("网址")

CHANNELS: dict[str, ChannelKind] = {
    kind.key: kind
    for kind in (
        ChannelKind("portal", manual=False, proof=_ADDRESS, linked=True, how=say("发布的同时在本网站公开。")),
        ChannelKind(
            "package",
            manual=False,
            proof=_ADDRESS,
            linked=True,
            fields=(
                SettingField(
                    "folder",
                    say("交换目录"),
                    say("数据目录的exchange下的子目录名，门户网站从那里取移交包。不填的，到信息的页面下载。"),
                ),
                SettingField(
                    "title_mark",
                    say("网页标题里固定的字"),
                    say("例如“云岭县人民政府门户网站”。核对时，网页标题里只有这些字、没有信息标题的，算不在了。"),
                ),
            ),
            sender_at="package:PackageSender",
            how=say("做成移交包交给门户网站发布，发布后登记网址，每周核对网页还在不在。"),
            then=say("移交包已经备好，门户网站发布后登记网址。"),
        ),
        ChannelKind(
            "wechat",
            manual=False,
            proof=_ADDRESS,
            linked=True,
            needs_setting=True,
            fields=(
                SettingField(
                    "app_id", say("AppID"), say("微信公众平台“设置与开发—开发接口管理”里的开发者ID。"), required=True
                ),
                SettingField("author", say("作者"), say("显示在标题下面，最多8个字。不填用机关简称。")),
                SettingField(
                    "publish",
                    say("建好草稿后直接发布"),
                    say("需要公众号有“发布能力”接口权限。不勾的，到公众平台的草稿箱里发布，再登记文章的网址。"),
                    kind=Kind.CHECK,
                ),
                SettingField(
                    "base",
                    say("接口地址"),
                    say("通过代理访问微信接口的才改。"),
                    kind=Kind.ADDRESS,
                    default="https://api.weixin.qq.com",
                ),
            ),
            secret=say("AppSecret"),
            secret_needed=True,
            sender_at="wechat.sender:WeChatSender",
            how=say("在公众号的草稿箱里建好草稿，图片、表格都带上。"),
            then=say("草稿在公众号的草稿箱里，发布后登记文章的网址。"),
        ),
        ChannelKind(
            "platform",
            manual=False,
            proof=_ADDRESS,
            linked=True,
            needs_setting=True,
            fields=(
                SettingField(
                    "address", say("接收地址"), say("上级平台接收推送的地址。"), kind=Kind.ADDRESS, required=True
                ),
                SettingField("organisation", say("本单位在上级平台的编号"), say("不填用统一社会信用代码。")),
                SettingField(
                    "files",
                    say("附件"),
                    kind=Kind.CHOICE,
                    default="links",
                    choices=(("links", say("只给下载地址和校验值")), ("inline", say("随数据一起推送"))),
                ),
            ),
            secret=say("访问口令（上级平台要求时）"),
            sender_at="platform.sender:PlatformSender",
            how=say("把信息和目录字段签名后推送到上级平台。"),
        ),
        ChannelKind("poster", manual=True, proof=_PLACE, how=say("打印公示页，张贴后登记地点、拍照。")),
        ChannelKind("screen", manual=True, proof=_PLACE, how=say("播放后登记地点、拍照。")),
        ChannelKind("gazette", manual=True, proof=say("期号、页码"), how=say("刊登后登记期号和页码。")),
        ChannelKind("reading", manual=True, proof=say("送到哪里、份数"), how=say("按移送明细表送交，登记接收情况。")),
        ChannelKind("press", manual=True, proof=say("媒体、栏目、日期"), how=say("发布后登记媒体和日期。")),
        ChannelKind("other", manual=True, proof=say("在哪里公开"), how=say("公开后登记。")),
    )
}
"""Every channel by its key, in the order of the pages."""


def is_manual(key: str) -> bool:
    """Whether a person puts it up and proves it, so that nothing is sent; an unknown key counts as manual."""
    return key not in CHANNELS or CHANNELS[key].manual
