"""Addresses of the public site. A body's own pages stand under its name; `frame.RESERVED` lists the names it cannot have."""

from django.urls import path, re_path

from gongkai.portal.views import asking, finding, following, handing, homes, opinions

app_name = "portal"
urlpatterns = [
    path("", homes.home, name="home"),
    path("accessibility/", homes.accessibility, name="accessibility"),
    path("search/", finding.search, name="search"),
    path("item/<int:pk>/", finding.item, name="item"),
    path("ask/", asking.find, name="ask"),
    path("ask/suggest/", asking.suggest, name="suggest"),
    path("ask/carry-on/", asking.carry_on, name="carry_on"),
    path("query/", following.query, name="progress"),
    path("query/case/", following.case, name="case"),
    path("query/case/correct/", following.correct, name="correct"),
    path("query/case/reasons/", following.reasons, name="reasons"),
    path("query/case/withdraw/", following.withdraw, name="withdraw"),
    path("query/leave/", following.leave, name="leave"),
    re_path(r"^query/case/letters/(?P<pk>\d{1,18})\.(?P<format>pdf|docx)$", handing.letter, name="letter"),
    path("query/case/files/<int:pk>/", handing.file, name="file"),
    path("opinion/<str:token>/", opinions.opinion, name="opinion"),
    path("<slug:slug>/", homes.body, name="body"),
    path("<slug:slug>/guide/", homes.guide, name="guide"),
    path("<slug:slug>/ask/", asking.find, name="body_ask"),
    path("<slug:slug>/ask/write/", asking.write, name="write"),
    path("<slug:slug>/ask/done/", asking.receipt, name="receipt"),
]
