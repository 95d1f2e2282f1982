"""The addresses of reminders."""

from django.urls import path

from gongkai.desk.reminders import bodies, calendars, clocks, log, own, told

urlpatterns = [
    path("reminders/", told.reminders, name="reminders"),
    path("reminders/read/", told.reminders_read, name="reminders_read"),
    path("reminders/clocks/", clocks.clocks, name="reminder_clocks"),
    path("reminders/settings/", own.reminder_settings, name="reminder_settings"),
    path("reminders/settings/try/", own.reminder_try, name="reminder_try"),
    path("reminders/leave/", own.reminder_leave, name="reminder_leave"),
    path("reminders/leave/end/", own.reminder_leave_end, name="reminder_leave_end"),
    path("reminders/calendar/", calendars.reminder_feed, name="reminder_feed"),
    path("reminders/calendar/<str:token>.ics", calendars.reminder_calendar, name="reminder_calendar"),
    path("reminders/stop/<str:token>/", own.reminder_stop, name="reminder_stop"),
    path("reminders/log/", log.reminder_log, name="reminder_log"),
    path("reminders/body/", bodies.reminder_body, name="reminder_body"),
    path("reminders/body/<slug:slug>/", bodies.reminder_body, name="reminder_body"),
]
