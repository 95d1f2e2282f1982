"""The addresses of disputes, complaints and dossiers."""

from django.urls import path

from gongkai.desk.disputes import check_doing, checks, columns, complaints, doing, dossiers, page, register

urlpatterns = [
    path("remedies/", register.remedies, name="remedies"),
    path("remedies/new/", register.remedy_new, name="remedy_new"),
    path("remedies/columns/", columns.remedy_columns, name="remedy_columns"),
    path("remedies/<int:pk>/", page.remedy, name="remedy"),
    path("remedies/<int:pk>/progress/", doing.remedy_progress, name="remedy_progress"),
    path("remedies/<int:pk>/conclude/", doing.remedy_conclude, name="remedy_conclude"),
    path("remedies/<int:pk>/round/", doing.remedy_round, name="remedy_round"),
    path("remedies/<int:pk>/hold/", doing.remedy_hold, name="remedy_hold"),
    path("remedies/<int:pk>/lesson/", doing.remedy_lesson, name="remedy_lesson"),
    path("remedies/<int:pk>/lesson/checks/new/", check_doing.remedy_check_new, name="remedy_check_new"),
    path("remedies/<int:pk>/redo/", doing.remedy_call_off, name="remedy_call_off"),
    path("remedies/<int:pk>/dossier/", dossiers.remedy_dossier, name="remedy_dossier"),
    path("remedies/<int:pk>/answer.docx", dossiers.remedy_answer, name="remedy_answer"),
    path("applications/<int:pk>/dossier/", dossiers.case_dossier, name="case_dossier"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/dossier.pdf", dossiers.dossier_pdf, name="dossier_pdf"),
    path("dossiers/<int:pk>/manifest.json", dossiers.dossier_manifest, name="dossier_manifest"),
    path("checks/", checks.checks, name="checks"),
    path("checks/county/", checks.checks_county, name="checks_county"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("checks/<int:pk>/change/", check_doing.check_change, name="check_change"),
    path("checks/<int:pk>/end/", check_doing.check_end, name="check_end"),
    path("checks/<int:pk>/propose/", check_doing.check_propose, name="check_propose"),
    path("checks/<int:pk>/decide/", check_doing.check_decide, name="check_decide"),
    path("checks/<int:pk>/decline/", check_doing.check_decline, name="check_decline"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/new/", complaints.complaint_new, name="complaint_new"),
    path("complaints/<int:pk>/", complaints.complaint, name="complaint"),
    path("complaints/<int:pk>/follow/", complaints.complaint_follow, name="complaint_follow"),
]
