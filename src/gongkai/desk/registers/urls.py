"""The addresses of the registers at the desk."""

from django.urls import path

from gongkai.desk.registers import charges, decisions, documents, items, overview, proposals

urlpatterns = [
    path("registers/", overview.registers, name="registers"),
    path("registers/keep/", overview.register_keep, name="register_keep"),
    path("registers/late/", overview.register_late, name="register_late"),
    path("registers/columns/", overview.register_freshness, name="register_freshness"),
    path("registers/columns/set-up/", overview.register_set_up_columns, name="register_set_up_columns"),
    path("registers/published/", items.register_published, name="register_published"),
    path("registers/documents/", documents.register_documents, name="register_documents"),
    path("registers/documents/new/", documents.register_document_new, name="register_document_new"),
    path("registers/documents/clean-up/", documents.register_clean_up, name="register_clean_up"),
    path("registers/documents/<int:pk>/", documents.register_document, name="register_document"),
    path("registers/documents/<int:pk>/remove/", documents.register_document_remove, name="register_document_remove"),
    path("registers/life/<int:pk>/confirm/", documents.register_confirm, name="register_confirm"),
    path("registers/life/<int:pk>/drop/", documents.register_drop, name="register_drop"),
    path("registers/life/<int:pk>/strike/", documents.register_strike, name="register_strike"),
    path("registers/decisions/<int:pk>/", decisions.register_decision, name="register_decision"),
    path("registers/decisions/<int:pk>/remove/", decisions.register_decision_remove, name="register_decision_remove"),
    path("registers/decisions/<str:what>/", decisions.register_decisions, name="register_decisions"),
    path("registers/decisions/<str:what>/new/", decisions.register_decision_new, name="register_decision_new"),
    path("registers/decisions/<str:what>/list/", decisions.register_list, name="register_list"),
    path("registers/decisions/<str:what>/sample/", decisions.register_sample, name="register_sample"),
    path("registers/imports/<int:pk>/", decisions.register_import, name="register_import"),
    path("registers/charges/", charges.register_charges, name="register_charges"),
    path("registers/matters/<int:pk>/", charges.register_matter, name="register_matter"),
    path("registers/purchases/", charges.register_purchases, name="register_purchases"),
    path("registers/proposals/", proposals.register_proposals, name="register_proposals"),
    path("registers/proposals/new/", proposals.register_proposal_new, name="register_proposal_new"),
    path("registers/proposals/<int:pk>/", proposals.register_proposal, name="register_proposal"),
    path("registers/proposals/<int:pk>/draft/", proposals.register_proposal_draft, name="register_proposal_draft"),
    path("registers/consultations/", items.register_consultations, name="register_consultations"),
    path("registers/interpretations/", items.register_interpretations, name="register_interpretations"),
    path("registers/interpretations/<int:pk>/undo/", items.register_unpair, name="register_unpair"),
    path("registers/remove/<str:kind>/<int:pk>/", charges.register_remove, name="register_remove"),
]
