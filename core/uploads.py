"""What is done to a file before it is stored."""

from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

# Pillow's word for each format that we keep; anything else becomes WebP.
KEPT_FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG", "AVIF": "AVIF"}


def clean_image(file: File) -> ContentFile:
    """The same picture, upright, with its colour profile and nothing else.

    EXIF (place, device, author), XMP, IPTC, thumbnails and text chunks are gone: only the
    pixels are written again. Raises `PIL.UnidentifiedImageError` for what is no picture.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind = KEPT_FORMATS.get(opened.format or "", "WEBP")
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    pixels = Image.new(upright.mode, upright.size)
    if upright.mode == "P" and (palette := upright.getpalette()) is not None:
        pixels.putpalette(palette)
    pixels.paste(upright)
    if kind == "JPEG" and pixels.mode not in {"RGB", "L", "CMYK"}:
        pixels = pixels.convert("RGB")
    out = BytesIO()
    options: dict[str, object] = {"quality": 90} if kind != "PNG" else {"optimize": True}
    if profile:
        options["icc_profile"] = profile
    pixels.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=getattr(file, "name", "image"))
