"""The addresses of the calendar at the desk."""

from django.urls import path

from gongkai.desk.calendars import pages, rehearsing

urlpatterns = [
    path("calendar/", pages.calendar, name="calendar"),
    path("calendar/enter/", pages.calendar_enter, name="calendar_enter"),
    path("calendar/<int:year>/", pages.calendar_year, name="calendar_year"),
    path("calendar/<int:year>/restore/", rehearsing.calendar_restore, name="calendar_restore"),
    path("calendar/notices/<int:pk>/", pages.calendar_notice, name="calendar_notice"),
    path("calendar/notices/<int:pk>/discard/", pages.calendar_discard, name="calendar_discard"),
    path("calendar/notices/<int:pk>/preview/", rehearsing.calendar_preview, name="calendar_preview"),
    path("calendar/notices/<int:pk>/install/", rehearsing.calendar_install, name="calendar_install"),
    path("calendar/recounts/<int:pk>/", rehearsing.calendar_recount, name="calendar_recount"),
]
