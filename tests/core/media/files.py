"""Pictures and documents in collections, and who asks for them."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from core.models import PortalDocument, PortalImage
from people.models import User


def signed_in(email, *groups):
    user = User.objects.create_user(email)
    user.groups.set(groups)
    client = Client()
    client.force_login(user)
    return client


def picture(where, **fields):
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    file = ContentFile(out.getvalue(), name="photo.png")
    image = PortalImage(title="A photo", file=file, collection=where, **fields)
    image.save()
    return image


def document(where, name="Minutes of Maria.pdf", data=b"%PDF-1.4 words"):
    file = ContentFile(data, name=name)
    return PortalDocument.objects.create(title="Minutes", file=file, collection=where)


def address(image, spec="width-20"):
    return PortalImage.objects.get(pk=image.pk).get_rendition(spec).url


def get(url, client=None):
    """The answer with its body read, which closes its file."""
    answer = (client or Client()).get(url)
    answer.body = answer.getvalue()
    return answer


def status(url, client=None):
    return get(url, client).status_code
