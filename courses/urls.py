"""URLs of learning, below the language prefix, and the public verification of certificates."""

from django.urls import path

from courses import quiz_views, views

urlpatterns = [
    path("my-learning/", views.my_learning, name="my_learning"),
    path("my-learning/certificates/<int:pk>/", views.certificate_name, name="certificate_name"),
    path(
        "my-learning/certificates/<int:pk>/paper.pdf", views.certificate_pdf, name="certificate_pdf"
    ),
    path("learn/<uuid:key>/enrol/", views.enrol, name="enrol"),
    path("learn/<uuid:key>/done/", views.lesson_done, name="lesson_done"),
    path("learn/<uuid:key>/undo/", views.lesson_undo, name="lesson_undo"),
    path("learn/<uuid:key>/quiz/", quiz_views.quiz, name="quiz"),
    path("learn/<uuid:key>/answers/", quiz_views.answers, name="answers"),
    path("learn/<uuid:key>/results/<uuid:public_id>/", quiz_views.result, name="quiz_result"),
]

verify_patterns = [
    path("", views.verify, name="verify_form"),
    path("<str:code>/", views.verify, name="verify"),
]
