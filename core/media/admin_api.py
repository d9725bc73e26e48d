"""Image API of the Wagtail admin.

The stock response contains the URL of the original in its storage, which ours does not have: it
answered 500, and the side-by-side editor stopped at an image.
"""

from typing import Any

from django.urls import reverse
from rest_framework.fields import Field
from wagtail.images.api.admin.serializers import AdminImageSerializer
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet


class CheckedAddress(Field):
    """The URL that serves the original after a permission check."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, value: Any) -> str:
        return reverse("file", args=[value.file_id])


class ImageSerializer(AdminImageSerializer):
    download_url = CheckedAddress(read_only=True)


class ImagesViewSet(ImagesAdminAPIViewSet):
    base_serializer_class = ImageSerializer
