"""Root addresses: the desk under /desk/, accounts under /account/, the portal everywhere else."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("gongkai.desk.urls")),
    path("account/", include("gongkai.people.urls")),
    path("look/", include("gongkai.look.urls")),
    path("", include("gongkai.portal.urls")),
]

handler404 = "gongkai.look.errors.not_found"
handler500 = "gongkai.look.errors.failed"
