"""The addresses of the import of old ledgers and of ledgers as files."""

from django.urls import path

from gongkai.desk.ledgers import imports, steps, taking_away

urlpatterns = [
    path("ledgers/", imports.ledgers, name="ledgers"),
    path("ledgers/sample/", imports.ledger_sample, name="ledger_sample"),
    path("ledgers/imports/<int:pk>/", imports.ledger_import, name="ledger_import"),
    path("ledgers/imports/<int:pk>/map/", steps.ledger_map, name="ledger_map"),
    path("ledgers/imports/<int:pk>/words/", steps.ledger_words, name="ledger_words"),
    path("ledgers/imports/<int:pk>/do/", steps.ledger_do, name="ledger_do"),
    path("ledgers/imports/<int:pk>/faults/", imports.ledger_faults, name="ledger_faults"),
    path("ledgers/cases/<int:pk>/", imports.ledger_case, name="ledger_case"),
    path("ledgers/disputes/<int:pk>/", imports.ledger_dispute, name="ledger_dispute"),
    path("ledgers/files/<str:ledger>/", taking_away.ledger_file, name="ledger_file"),
    path("ledgers/files/<str:ledger>/columns/", taking_away.ledger_columns, name="ledger_columns"),
]
