"""渠道设置: which channels a body has, and changing how they are reached."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.disclosures import rules
from gongkai.disclosures.channels.kinds import CHANNELS, ChannelKind
from gongkai.disclosures.channels.protocol import ChannelError, Config, Kind
from gongkai.disclosures.models import ChannelSetting
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


class SettingRefused(GongkaiError):
    """Settings that cannot be kept as they are; the sentence says what is missing."""


class SettingChanged(GongkaiError):
    """Somebody else saved the settings after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(say("您打开页面以后，别人改过这个渠道的设置，这一次没有保存。请看过最新的设置再改。"))


def setting_of(agency: Agency, channel: str) -> ChannelSetting | None:
    """The settings that count for a body: its own, else those that the body above it shares; None where there are none."""
    rows = ChannelSetting.objects.filter(channel=channel)
    own = rows.filter(agency=agency).first()
    if own is not None:
        return own
    return rows.filter(agency_id=agency.supervised_by_id, shared=True).first() if agency.supervised_by_id else None


def config_of(agency: Agency, kind: ChannelKind) -> Config:
    """What a sender needs. Raises `ChannelError` where the channel is not set up or switched off."""
    setting = setting_of(agency, kind.key)
    if setting is None or not setting.active:
        if not kind.needs_setting and setting is None:
            return Config(kind.values({}))
        raise ChannelError(
            say("{channel}没有设置或者停用了。请政府信息公开工作机构负责人到“渠道”设置后再发。", channel=kind.label),
            code="not-set-up",
        )
    return Config(kind.values(setting.values), setting.secret)


def available(agency: Agency) -> tuple[str, ...]:
    """The channels that a body can choose for an item, in the order of the pages. Those that people serve are always there."""
    own = {row.channel: row for row in ChannelSetting.objects.filter(agency=agency)}
    above = {
        row.channel: row
        for row in ChannelSetting.objects.filter(agency_id=agency.supervised_by_id, shared=True)
        if agency.supervised_by_id
    }
    found = []
    for key, kind in CHANNELS.items():
        setting = own.get(key) or above.get(key)
        if setting.active if setting is not None else not kind.needs_setting:
            found.append(key)
    return tuple(found)


@transaction.atomic
def set_channel(
    agency: Agency,
    channel: str,
    *,
    active: bool,
    values: Mapping[str, str],
    by: Account,
    secret: str | None = None,
    shared: bool = False,
    version: int | None = None,
) -> ChannelSetting:
    """Keep the settings of a channel. ``secret`` None: the one that is kept stays; "" forgets it. The log holds the names of the
    fields that changed, never the secret."""
    require(by, rules.CHANNELS.key, agency.pk)
    kind = CHANNELS[channel]
    given = {each.name: str(values.get(each.name) or "").strip() for each in kind.fields}
    for each in kind.fields:
        if active and each.required and not given[each.name]:
            raise SettingRefused(say("请填写{label}。", label=each.label))
        if each.kind is Kind.ADDRESS and given[each.name] and not given[each.name].startswith(("http://", "https://")):
            raise SettingRefused(say("{label}要以http://或者https://开头。", label=each.label))
    row = ChannelSetting.objects.select_for_update().filter(agency=agency, channel=channel).first()
    if version is not None and version != (row.version if row else 0):
        raise SettingChanged
    row = row or ChannelSetting(agency=agency, channel=channel, version=0)
    if active and kind.secret_needed and not (secret or (secret is None and row.secret)):
        raise SettingRefused(say("请填写{label}。", label=kind.secret))
    changed = sorted(name for name, value in given.items() if row.values.get(name, "") != value)
    changed += [name for name, value in (("active", active), ("shared", shared)) if getattr(row, name) != value]
    if secret is not None and secret != row.secret:
        row.secret = secret
        changed.append("secret")
    row.active, row.shared, row.values = active, shared, {name: value for name, value in given.items() if value}
    row.version += 1
    row.save()
    log("channel.set", row, by=by, agency=agency, channel=channel, active=active, changed=changed)
    return row


def try_out(setting: ChannelSetting, *, by: Account) -> tuple[bool, str]:
    """Whether the settings work, without publishing anything: (works, sentence). The result is kept beside the settings."""
    require(by, rules.CHANNELS.key, setting.agency_id)
    kind = CHANNELS[setting.channel]
    sender = kind.sender
    if sender is None:
        return True, say("这个渠道由人发布，不用试连。")
    try:
        works, says = True, sender.try_out(Config(kind.values(setting.values), setting.secret))
    except ChannelError as error:
        works, says = False, str(error)
    with transaction.atomic():
        ChannelSetting.objects.filter(pk=setting.pk).update(tried_at=clock.now(), tried_says=says[:300])
        log("channel.tried", setting, by=by, agency=setting.agency, channel=setting.channel, works=works)
    return works, says
