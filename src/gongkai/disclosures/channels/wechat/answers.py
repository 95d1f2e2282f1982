"""What the interface of 微信公众号 answers when it refuses, as sentences that say what to do.

Codes: the list of return codes in its developers' documentation. Those that are not here are shown with their number.
"""

from __future__ import annotations

import re

from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.language import say

STALE_TOKEN = frozenset({40001, 40014, 42001, 41001})
"""The token is over or was replaced: with a new one the same call works."""
AGAIN = frozenset({-1, 45009, 45011, 53501, 53506})
"""The far side is busy, or the day's quota is used up."""
TITLE_TOO_LONG = 45003


def _sentences() -> dict[int, str]:
    return {
        -1: say("微信的系统正忙，稍后自己再试。"),
        40001: say("微信不认这个AppSecret。可能在公众平台重置过，请把新的AppSecret填到渠道设置里。"),
        40002: say("微信不认取口令的方式，请把接口地址改回https://api.weixin.qq.com。"),
        40004: say("微信不收这种文件，请把图片换成JPG或者PNG格式。"),
        40005: say("微信不收这种文件，请把图片换成JPG或者PNG格式。"),
        40006: say("图片太大，微信没有收。请压缩到1MB以内再发布。"),
        40007: say("微信找不到封面或者草稿，可能在公众平台里删掉了。再发一次会重新上传。"),
        40009: say("图片太大，微信没有收。请压缩到1MB以内再发布。"),
        40013: say("微信不认这个AppID，请核对渠道设置里的AppID，不要填成原始ID（gh_开头）。"),
        40014: say("微信的访问口令失效了，再发一次会重新取。"),
        40113: say("微信不收这种文件，请把图片换成JPG或者PNG格式。"),
        40125: say("AppSecret不对，请从公众平台“设置与开发—开发接口管理”重新复制到渠道设置里。"),
        40137: say("微信不收这种格式的图片，请换成JPG或者PNG格式。"),
        41001: say("微信的访问口令失效了，再发一次会重新取。"),
        41004: say("没有填AppSecret，请到渠道设置里填写。"),
        42001: say("微信的访问口令过期了，再发一次会重新取。"),
        44004: say("正文是空的，微信没有收。请补上正文。"),
        45001: say("图片太大，微信没有收。请压缩到1MB以内再发布。"),
        45002: say("正文太长，微信没有收。请把长表格做成附件。"),
        45003: say("标题太长，微信没有收。请在公众平台手工建这篇文章，再登记网址。"),
        45004: say("摘要太长，微信没有收。请把内容概述改短。"),
        45008: say("文章数超过微信的限制，请清理公众平台的草稿箱再发。"),
        45009: say("今天调用微信接口的次数用完了，程序明天自己再试。急用的，请在公众平台手工建这篇文章，再登记网址。"),
        45011: say("调用微信接口太频繁，稍后自己再试。"),
        45110: say("作者名太长，请在渠道设置里改成8个字以内。"),
        45166: say("微信认为正文里有不允许的内容（多为外部链接、特殊代码）。请改正文，或者在公众平台手工建这篇文章，再登记网址。"),
        48001: say("公众号没有这个接口的权限。个人号、没有认证的号不能用“直接发布”，请到渠道设置去掉勾选，建好草稿后到公众平台发布。"),
        48004: say("公众号的这个接口被微信封禁了，请登录公众平台查看通知。"),
        50002: say("公众号被限制使用了，请登录公众平台查看通知。"),
        53500: say("公众号的发布功能被封禁了，请登录公众平台查看通知。"),
        53501: say("发布得太频繁，稍后自己再试。"),
        53502: say("微信找不到这次发布，请到公众平台查看文章是否发出，再登记网址。"),
        53503: say("草稿没有通过微信的发布检查，请到公众平台的草稿箱打开这篇草稿，按提示修改后发布，再登记网址。"),
        53504: say("这篇草稿要在公众平台的草稿箱里发布，发布后登记网址。"),
        53505: say("请到公众平台的草稿箱打开这篇草稿，手工保存后发布，再登记网址。"),
        53506: say("微信没能发布，稍后自己再试。"),
        61024: say("这个公众号由第三方平台管理，请从那个平台取得接口权限。"),
        89501: say("微信要公众号管理员确认这台服务器，请管理员在微信里确认后再发。"),
        89503: say("微信要公众号管理员确认这台服务器，请管理员在微信里确认后再发。"),
        89506: say("公众号管理员在24小时内拒绝了这台服务器，请与管理员联系后再发。"),
        89507: say("公众号管理员在1小时内拒绝了这台服务器，请与管理员联系后再发。"),
    }  # fmt: skip


SENTENCES = _sentences()
STATUSES = {
    2: say("微信没有发布：原创声明没有通过。请到公众平台处理后发布，再登记网址。"),
    3: say("微信没有发布这篇文章。请到公众平台查看原因，发布后登记网址。"),
    4: say("微信没有发布：平台审核没有通过。请到公众平台查看原因，修改后发布，再登记网址。"),
    5: say("文章发布后在公众平台被删掉了。请到公众平台查看。"),
    6: say("文章发布后被微信封禁了。请到公众平台查看通知。"),
}
"""What ``publish_status`` means when it is neither done (0) nor still running (1)."""
_ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f:]{6,39}\b", re.IGNORECASE)


def refusal(code: int, message: str) -> ChannelError:
    """The error for a return code. ``message``: what the interface wrote; of it only the address in 40164 is used."""
    if code == 40164:
        found = _ADDRESS.search(message)
        where = found.group() if found else say("见微信的提示")
        sentence = say(
            "微信不让这台服务器访问：请在公众平台“设置与开发—开发接口管理”的IP白名单里加上{address}，再发一次。",
            address=where,
        )
    elif code in SENTENCES:
        sentence = SENTENCES[code]
    else:
        sentence = say(
            "微信没有收，返回码{code}。请按返回码查微信的开发文档，或者在公众平台手工建这篇文章，再登记网址。",
            code=code,
        )
    return ChannelError(sentence, again=code in AGAIN, code=str(code))
