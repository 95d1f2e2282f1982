"""Addresses of the public site."""

app_name = "portal"
urlpatterns: list[object] = []
