"""The settings of the public site: who may, what is refused, and that the public pages follow at once."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.agencies.models import Agency, AgencyKind, Site
from gongkai.people import actions
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed
from people.conftest import Bureau, client_of

pytestmark = pytest.mark.usefixtures("quick_passwords")
FORM = {
    "name": "云岭县人民政府门户网站",
    "address": "https://www.yunling.example/",
    "identity_code": "4113990021",
    "icp_number": "豫ICP备00000000号",
    "police_number": "",
    "operator": "云岭县人民政府",
    "mark_address": "",
}


@pytest.fixture
def host(bureau: Bureau) -> Bureau:
    Agency.objects.filter(pk=bureau.agency.pk).update(kind=AgencyKind.GOVERNMENT_OFFICE)
    return bureau


def test_the_administrator_of_the_hosting_body_sets_up_the_site(host: Bureau) -> None:
    page = client_of(host.admin).post("/account/site/", FORM, follow=True)
    assert "网站设置已经保存，改了5项，公开平台马上按新的显示。" in page.content.decode()
    site = Site.this()
    assert (site.address, site.identity_code) == ("https://www.yunling.example", "4113990021")
    entry = LogEntry.objects.get(verb="site.settings_changed")
    assert (entry.account, entry.data["changed"]["identity_code"]) == (host.admin, ["", "4113990021"])
    public = Client().get("/accessibility/").content.decode()
    assert '<meta name="SiteName" content="云岭县人民政府门户网站">' in public
    assert '<meta name="SiteDomain" content="www.yunling.example">' in public
    assert '<meta name="SiteIDCode" content="4113990021">' in public
    assert "<p>网站标识码4113990021　豫ICP备00000000号</p>" in public


def test_a_number_that_is_not_known_stands_nowhere(host: Bureau) -> None:
    public = Client().get("/accessibility/").content.decode()
    assert [
        word for word in ("SiteIDCode", "网站标识码", "ICP备", "公网安备", "党政机关网站标识") if word in public
    ] == []


def test_an_administrator_of_another_body_finds_nothing_and_changes_nothing(host: Bureau, other: Bureau) -> None:
    assert client_of(other.admin).get("/account/site/").status_code == 404
    assert client_of(other.admin).post("/account/site/", FORM).status_code == 404
    with pytest.raises(NotAllowed):
        actions.save_site({"name": "假的"}, by=other.admin)
    assert Site.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("identity_code", "41139900", "网站标识码是10位数字，或者bm加8位数字，请核对"),
        ("address", "https://www.yunling.example/zfxxgk/", "网站地址只写到域名，不带路径"),
        ("mark_address", "javascript:alert(1)", "党政机关网站标识的链接的写法不对，请核对"),
    ],
)
def test_what_cannot_stand_in_a_footer_is_refused_in_words(host: Bureau, field: str, value: str, says: str) -> None:
    answer = client_of(host.admin).post("/account/site/", {**FORM, field: value})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert Site.objects.count() == 0


def test_the_settings_of_a_body_say_what_its_guide_still_lacks(host: Bureau) -> None:
    Agency.objects.filter(pk=host.agency.pk).update(fax="", email="", phone="")
    page = client_of(host.admin).get(f"/account/agency/{host.agency.slug}/").content.decode()
    assert "<b>公开指南还缺3项：</b>联系电话、传真、电子邮箱。" in page
    Agency.objects.filter(pk=host.agency.pk).update(fax="0399-1", email="a@example.org", phone="0399-2")
    assert "公开指南还缺" not in client_of(host.admin).get(f"/account/agency/{host.agency.slug}/").content.decode()


def test_a_body_cannot_take_an_address_of_the_site_itself(host: Bureau) -> None:
    answer = client_of(host.admin).post(f"/account/agency/{host.agency.slug}/", {"slug": "info"})
    assert "“info”是网站自己的地址，请换一个网址名" in answer.content.decode()
