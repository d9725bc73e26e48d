from django.http import HttpRequest, HttpResponse

def my_learning(request: HttpRequest) -> HttpResponse: return HttpResponse("")
certificate_name = certificate_pdf = enrol = lesson_done = lesson_undo = verify = my_learning
