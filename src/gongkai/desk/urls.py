"""Addresses under /desk/: the pages of a case, and the lists."""

from gongkai.desk.lists import urls as lists

app_name = "desk"
urlpatterns = [*lists.urlpatterns]
