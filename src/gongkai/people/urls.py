"""Addresses under /account/."""

from django.urls import path

from gongkai.people.views import accounts, bodies, entering, own, records, site

app_name = "people"
urlpatterns = [
    path("", own.account, name="account"),
    path("login/", entering.log_in, name="login"),
    path("login/demo/", entering.log_in_demo, name="login_demo"),
    path("login/code/", entering.enter_code, name="second_factor"),
    path("logout/", entering.log_out, name="logout"),
    path("password/", own.password, name="password"),
    path("second-factor/", own.own_second_factor, name="own_second_factor"),
    path("second-factor/new/", own.second_factor_new, name="second_factor_new"),
    path("second-factor/codes/", own.second_factor_codes, name="second_factor_codes"),
    path("second-factor/off/", own.second_factor_off, name="second_factor_off"),
    path("sessions/", own.sessions, name="sessions"),
    path("sessions/<int:pk>/end/", own.session_end, name="session_end"),
    path("sessions/end-others/", own.sessions_end_others, name="sessions_end_others"),
    path("deputies/", own.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", own.deputy_end, name="deputy_end"),
    path("people/", accounts.accounts, name="accounts"),
    path("people/new/", accounts.account_new, name="account_new"),
    path("people/<int:pk>/", accounts.account_detail, name="account_detail"),
    path("people/<int:pk>/appoint/", accounts.account_appoint, name="account_appoint"),
    path("people/<int:pk>/switch/", accounts.account_switch, name="account_switch"),
    path("people/<int:pk>/password/", accounts.account_password, name="account_password"),
    path("people/<int:pk>/second-factor/", accounts.account_second_factor, name="account_second_factor"),
    path("people/<int:pk>/unlock/", accounts.account_unlock, name="account_unlock"),
    path("appointments/<int:pk>/end/", accounts.account_appointment_end, name="account_appointment_end"),
    path("rights/", bodies.rights, name="rights"),
    path("log/", records.log, name="log"),
    path("log/verify/", records.log_verify, name="log_verify"),
    path("log/heads/", records.log_heads, name="log_heads"),
    path("site/", site.site_settings, name="site_settings"),
    path("agency/", bodies.agency_settings, name="agency_settings"),
    path("agency/<slug:slug>/", bodies.agency_settings, name="agency_settings"),
    path("agency/<slug:slug>/sections/", bodies.section_new, name="section_new"),
    path("agency/<slug:slug>/sections/<int:pk>/", bodies.section_switch, name="section_switch"),
]
