"""The addresses of the list side of the desk."""

from django.urls import path

from gongkai.desk.lists import applications, approvals, asking, fees, intake, letters, tasks, templates, today

urlpatterns = [
    path("", today.today, name="today"),
    path("applications/", applications.applications, name="applications"),
    path("applications/ask/", asking.applications_ask, name="applications_ask"),
    path("applications/new/", intake.application_new, name="application_new"),
    path("applications/<int:pk>/registered/", intake.application_registered, name="application_registered"),
    path("applications/<int:pk>/form.pdf", intake.application_form, name="application_form"),
    path("applications/<int:pk>/receipt.pdf", intake.application_receipt, name="application_receipt"),
    path("search/", applications.search, name="search"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/", approvals.approve, name="approve"),
    path("letters/", letters.letters, name="letters"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("fees/", fees.fees, name="fees"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<str:code>/", templates.template, name="template"),
]
