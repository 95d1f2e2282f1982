"""The addresses of the list of bodies at the desk."""

from django.urls import path

from gongkai.desk.roster import adding, ending, importing, listing

urlpatterns = [
    path("bodies/", listing.roster, name="roster"),
    path("bodies/new/", adding.roster_new, name="roster_new"),
    path("bodies/sample/", importing.roster_sample, name="roster_sample"),
    path("bodies/import/", importing.roster_import, name="roster_import"),
    path("bodies/intakes/<int:intake>/", importing.roster_intake, name="roster_intake"),
    path("bodies/intakes/<int:intake>/do/", importing.roster_intake_do, name="roster_intake_do"),
    path("bodies/intakes/<int:intake>/passwords/", importing.roster_passwords, name="roster_passwords"),
    path("bodies/<int:body>/", listing.roster_body, name="roster_body"),
    path("bodies/<int:body>/administrator/", adding.roster_administrator, name="roster_administrator"),
    path("bodies/<int:body>/end/", ending.roster_end, name="roster_end"),
    path("bodies/<int:body>/restore/", ending.roster_restore, name="roster_restore"),
]
