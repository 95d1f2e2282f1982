"""The addresses of the monitor at the desk."""

from django.urls import path

from gongkai.desk.zones import monitor

urlpatterns = [
    path("zones/", monitor.zones, name="zones"),
    path("zones/alarms/<int:alarm>/settle/", monitor.zones_settle, name="zones_settle"),
]
