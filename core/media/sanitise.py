"""What is done to a file before it is stored."""

from io import BytesIO

import willow  # noqa: F401 - teaches Pillow to read HEIC
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

# The formats that we keep, by Pillow's name for what came in, with the ending of their files.
KEPT_FORMATS = {
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "GIF": ("PNG", "png"),
    "WEBP": ("WEBP", "webp"),
    "AVIF": ("AVIF", "avif"),
}
ELSE = ("WEBP", "webp")
QUALITY = 90


def reencode_image(file: File) -> ContentFile:
    """The same picture, upright, with its colour profile and nothing else.

    EXIF (place, device, author), XMP, IPTC, comments, thumbnails and further frames are gone:
    only the pixels are written again. What browsers cannot show (HEIC) becomes WebP. The file's
    name says no more than its format. Raises `PIL.UnidentifiedImageError` for what is no picture.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind, ending = KEPT_FORMATS.get(opened.format or "", ELSE)
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    pixels = only_pixels(upright)
    if kind == "JPEG" and pixels.mode not in {"RGB", "L", "CMYK"}:
        pixels = pixels.convert("RGB")
    out = BytesIO()
    options: dict[str, object] = {} if kind == "PNG" else {"quality": QUALITY}
    if profile:
        options["icc_profile"] = profile
    pixels.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"image.{ending}")


def only_pixels(image: Image.Image) -> Image.Image:
    """A picture of the same looks that carries no information beside them."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    return pixels
