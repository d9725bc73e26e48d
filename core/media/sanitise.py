"""Re-encodes images to strip EXIF, XMP and IPTC metadata before they are stored."""

from io import BytesIO

import willow  # noqa: F401 - registers the HEIC reader in Pillow
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

# The formats that we keep, by Pillow's name for what came in, with the ending of their files.
FORMATS = {
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "GIF": ("PNG", "png"),
    "WEBP": ("WEBP", "webp"),
    "AVIF": ("AVIF", "avif"),
}
FALLBACK = ("WEBP", "webp")
QUALITY = 90


def reencode_image(file: File) -> ContentFile:
    """Re-encode an image: upright, with its colour profile and without any metadata.

    EXIF (place, device, author), XMP, IPTC, comments, thumbnails and further frames are dropped.
    What browsers cannot show (HEIC) becomes WebP. The file name says no more than the format.
    Raises `PIL.UnidentifiedImageError` for a file that is no image.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind, ending = FORMATS.get(opened.format or "", FALLBACK)
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    pixels = without_metadata(upright)
    if kind == "JPEG" and pixels.mode not in {"RGB", "L", "CMYK"}:
        pixels = pixels.convert("RGB")
    out = BytesIO()
    options: dict[str, object] = {} if kind == "PNG" else {"quality": QUALITY}
    if profile:
        options["icc_profile"] = profile
    pixels.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"image.{ending}")


def without_metadata(image: Image.Image) -> Image.Image:
    """A copy of the pixels without any info attached."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    return pixels
