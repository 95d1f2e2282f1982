"""The addresses of reviews, columns and forced releases at the desk."""

from django.urls import path

from gongkai.desk.reviewing import columns, doubting, forcing, history, queue, times

urlpatterns = [
    path("approvals/info/<int:pk>/", queue.review, name="review"),
    path("approvals/find/", history.review_find, name="review_find"),
    path("info/<int:pk>/force/", forcing.review_force, name="review_force"),
    path("info/<int:pk>/doubt/", doubting.review_doubt, name="review_doubt"),
    path("info/<int:pk>/sheet.pdf", history.review_sheet, name="review_sheet"),
    path("info/<int:pk>/release/", times.review_release, name="review_release"),
    path("info/items/<int:pk>/", history.review_history, name="review_history"),
    path("info/items/<int:pk>/withdraw/", history.review_withdraw, name="review_withdraw"),
    path("info/items/<int:pk>/put-back/", history.review_put_back, name="review_put_back"),
    path("info/schedule/", times.review_schedule, name="review_schedule"),
    path("info/times/", times.review_times, name="review_times"),
    path("info/forced/", forcing.review_forced, name="forced"),
    path("info/forced/<int:pk>/seen/", forcing.review_forced_seen, name="forced_seen"),
    path("columns/", columns.columns, name="columns"),
    path("columns/<int:pk>/", columns.column, name="column"),
    path("columns/<int:pk>/close/", columns.column_close, name="column_close"),
    path("columns/<int:pk>/move/", columns.column_move, name="column_move"),
    path("columns/of/<slug:slug>/", columns.columns, name="columns_of"),
    path("columns/of/<slug:slug>/new/", columns.column_new, name="column_new"),
    path("columns/of/<slug:slug>/chain/", columns.columns_chain, name="columns_chain"),
]
