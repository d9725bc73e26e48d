"""What is done to a file before it is stored."""

from io import BytesIO

import willow  # noqa: F401 - teaches Pillow to read HEIC
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageOps

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
# A camera's profile has a few kilobytes, a printer's some hundred.
LARGEST_PROFILE = 2 * 1024 * 1024
MODES_WITH_PROFILE = {"RGB", "RGBA", "CMYK"}
SRGB = ImageCms.createProfile("sRGB")


def read_whole(file: File) -> None:
    """Decode the picture to its end; raises whatever its decoder raises for a broken one."""
    file.seek(0)
    with Image.open(file) as opened:
        opened.load()
    file.seek(0)


def reencode_image(file: File) -> ContentFile:
    """The same picture, upright, in the colours of the web (sRGB), and nothing else.

    EXIF (place, device, author), XMP, IPTC, colour profiles, comments, thumbnails and further
    frames are gone: only the pixels are written again. What browsers cannot show (HEIC) becomes
    WebP. The file's name says no more than its format. Raises `PIL.UnidentifiedImageError` for
    what is no picture.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind, ending = KEPT_FORMATS.get(opened.format or "", ELSE)
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    pixels = in_srgb(only_pixels(upright), profile)
    if pixels.mode == "CMYK" or (kind == "JPEG" and pixels.mode not in {"RGB", "L"}):
        pixels = pixels.convert("RGB")
    out = BytesIO()
    options: dict[str, object] = {} if kind == "PNG" else {"quality": QUALITY}
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


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture with the colours that its profile meant, so that it needs none.

    A profile is bytes from a stranger that every reader's browser would parse, and it may carry
    words: none is kept. One that is broken, or not for this kind of picture, changes nothing.
    """
    if not profile or len(profile) > LARGEST_PROFILE or image.mode not in MODES_WITH_PROFILE:
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        shown = ImageCms.profileToProfile(image, meant, SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return only_pixels(shown) if shown is not None else image
