"""Addresses under /desk/: the pages of a case, and the lists."""

from gongkai.desk.bulk import urls as bulk
from gongkai.desk.calendars import urls as calendars
from gongkai.desk.cases import urls as cases
from gongkai.desk.channels import urls as channels
from gongkai.desk.disputes import urls as disputes
from gongkai.desk.ledgers import urls as ledgers
from gongkai.desk.lists import urls as lists
from gongkai.desk.mistakes import urls as mistakes
from gongkai.desk.publishing import urls as publishing
from gongkai.desk.registers import urls as registers
from gongkai.desk.reminders import urls as reminders
from gongkai.desk.reports import urls as reports
from gongkai.desk.retention import urls as retention
from gongkai.desk.reviewing import urls as reviewing
from gongkai.desk.roster import urls as roster
from gongkai.desk.severing import urls as severing
from gongkai.desk.zones import urls as zones

app_name = "desk"
urlpatterns = [
    *calendars.urlpatterns,
    *roster.urlpatterns,
    *bulk.urlpatterns,
    *lists.urlpatterns,
    *cases.urlpatterns,
    *disputes.urlpatterns,
    *reports.urlpatterns,
    *mistakes.urlpatterns,
    *publishing.urlpatterns,
    *reviewing.urlpatterns,
    *registers.urlpatterns,
    *ledgers.urlpatterns,
    *channels.urlpatterns,
    *severing.urlpatterns,
    *zones.urlpatterns,
    *retention.urlpatterns,
    *reminders.urlpatterns,
]
