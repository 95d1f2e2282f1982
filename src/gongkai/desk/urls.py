"""Addresses under /desk/."""

app_name = "desk"
urlpatterns: list[object] = []
