"""Re-encodes images to strip EXIF, XMP and IPTC metadata before they are stored."""

import struct
from io import BytesIO

import willow  # noqa: F401 - registers the HEIC reader in Pillow
from django.core.files.base import ContentFile, File
from PIL import Image, ImageCms, ImageOps

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
# A camera's profile has a few kilobytes, a printer's some hundred.
LARGEST_PROFILE = 2 * 1024 * 1024
MODES_WITH_PROFILE = {"RGB", "RGBA", "CMYK"}
# What Pillow raises for EXIF that is cut short or is none.
UNREADABLE_EXIF = (SyntaxError, ValueError, TypeError, KeyError, OSError, EOFError, struct.error)
SRGB = ImageCms.createProfile("sRGB")


def read_whole(file: File) -> None:
    """Do with the picture all that is done when it is stored; raises whatever its decoder raises
    for a broken one."""
    reencode_image(file)
    file.seek(0)


def reencode_image(file: File) -> ContentFile:
    """Re-encode an image: upright, in sRGB, and without any metadata.

    EXIF (place, device, author), XMP, IPTC, colour profiles, comments, thumbnails and further
    frames are dropped. What browsers cannot show (HEIC) becomes WebP. The file name says no more
    than the format. Raises `PIL.UnidentifiedImageError` for a file that is no image.
    """
    file.seek(0)
    with Image.open(file) as opened:
        kind, ending = FORMATS.get(opened.format or "", FALLBACK)
        profile = opened.info.get("icc_profile")
        opened.load()
        pixels = convert_to_srgb(strip_metadata(apply_exif_orientation(opened)), profile)
    if pixels.mode == "CMYK" or (kind == "JPEG" and pixels.mode not in {"RGB", "L"}):
        pixels = pixels.convert("RGB")
    out = BytesIO()
    options: dict[str, object] = {} if kind == "PNG" else {"quality": QUALITY}
    pixels.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"image.{ending}")


def apply_exif_orientation(image: Image.Image) -> Image.Image:
    """The picture as its EXIF says it is held; as it lies where that cannot be read. It is not kept
    either way."""
    try:
        return ImageOps.exif_transpose(image)
    except UNREADABLE_EXIF:
        return image


def strip_metadata(image: Image.Image) -> Image.Image:
    """A copy of the pixels without any info attached."""
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    return pixels


def convert_to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
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
    return strip_metadata(shown) if shown is not None else image
