"""Images are re-encoded before they are stored: no metadata is left."""

import uuid
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms, PngImagePlugin, UnidentifiedImageError

from core.media import sanitise
from core.models import PortalImage
from people.models import User

MARK = "K4N4RY"
FORMATS = ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]
FILTERS = ["width-40", "fill-20x20", "original", "width-40|format-jpeg", "width-40|format-webp"]
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{MARK}</creator></x:xmpmeta>'.encode()
GPS_IFD = 0x8825


@pytest.fixture(autouse=True)
def no_rendition_kept():
    """Wagtail keeps renditions by the picture's id, which each test gives anew."""
    cache.clear()


def told_everything(kind, size=(80, 40), orientation=1):
    """A photograph that says where, by whom and with what it was taken, in every way it can."""
    picture = Image.new("RGB", size, "teal")
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = f"Camera {MARK}"
    exif[0x013B] = f"Artist {MARK}"
    place = exif.get_ifd(GPS_IFD)
    place[1], place[2] = "N", (43.0, 17.0, 5.0)
    place[29] = f"{MARK}"
    options = {"exif": exif.tobytes()}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", MARK)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = notes
    elif kind == "JPEG":
        options |= {"comment": MARK.encode(), "xmp": XMP}
    else:
        options["xmp"] = XMP
    out = BytesIO()
    picture.save(out, kind, **options)
    data = out.getvalue()
    if kind == "JPEG":
        data = with_iptc(data)
    return data


def with_iptc(jpeg):
    """The same JPEG with a caption in an IPTC segment."""
    caption = b"\x1c\x02\x78" + len(MARK).to_bytes(2, "big") + MARK.encode()
    block = b"8BIM\x04\x04\x00\x00" + len(caption).to_bytes(4, "big") + caption
    block += b"\x00" * (len(caption) % 2)
    body = b"Photoshop 3.0\x00" + block
    return jpeg[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def stored(data, name="Maria Rossi at home.jpg", **fields):
    image = PortalImage(title="Maria Rossi at home", file=ContentFile(data, name=name), **fields)
    image.save()
    return PortalImage.objects.get(pk=image.pk)


def all_bytes(file):
    with file.open("rb") as opened:
        return opened.read()


@pytest.mark.parametrize("kind", FORMATS)
def test_no_gps(db, kind):
    """Neither the original nor any rendition carries a mark of person, place or device."""
    data = told_everything(kind)
    assert MARK.encode() in data

    image = stored(data, f"photo.{kind.lower()}")

    files = [image.file, *(image.get_rendition(one).file for one in FILTERS)]
    for file in files:
        content = all_bytes(file)
        assert MARK.encode() not in content
        assert b"xmpmeta" not in content
        opened = Image.open(BytesIO(content))
        assert dict(opened.getexif()) == {}
        assert opened.getexif().get_ifd(GPS_IFD) == {}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_stored_upright_with_its_true_size(db, kind):
    image = stored(told_everything(kind, size=(80, 40), orientation=6))

    assert (image.width, image.height) == (40, 80)
    assert Image.open(BytesIO(all_bytes(image.file))).size == (40, 80)
    assert image.file_size == image.file.size == len(all_bytes(image.file))


def with_profile(profile, mode="RGB", kind="JPEG", colour=(200, 40, 40)):
    out = BytesIO()
    Image.new(mode, (10, 10), colour).save(out, kind, icc_profile=profile)
    return ContentFile(out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("profile", ["sRGB", b"no profile at all", b"\x00" * 200])
def test_a_colour_profile_is_applied_and_never_kept(kind, profile):
    if profile == "sRGB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    cleaned = Image.open(sanitise.reencode_image(with_profile(profile, kind=kind)))

    assert "icc_profile" not in cleaned.info
    red, green, blue = cleaned.convert("RGB").getpixel((5, 5))
    assert abs(red - 200) < 12
    assert abs(green - 40) < 12
    assert abs(blue - 40) < 12


def test_a_picture_for_print_becomes_one_for_screens():
    cleaned = Image.open(
        sanitise.reencode_image(with_profile(b"broken", mode="CMYK", colour=(0, 200, 200, 0)))
    )

    assert cleaned.mode == "RGB"
    assert "icc_profile" not in cleaned.info


def test_transparency_stays():
    picture = Image.new("P", (10, 10), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    out = BytesIO()
    picture.save(out, "PNG", transparency=0)

    cleaned = Image.open(sanitise.reencode_image(ContentFile(out.getvalue()))).convert("RGBA")

    assert cleaned.getpixel((0, 0))[3] == 0


def test_what_is_no_picture_is_refused():
    with pytest.raises(UnidentifiedImageError):
        sanitise.reencode_image(ContentFile(b"<script>alert(1)</script>", name="photo.jpg"))


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("HEIF", "webp"), ("PNG", "png")])
def test_filename_is_opaque(db, kind, ending):
    """Neither the original's name nor a rendition's says what the person's file was called."""
    image = stored(told_everything(kind), "Maria Rossi at home.jpeg")

    name = image.file.name.removeprefix("images/")
    assert uuid.UUID(name.removesuffix(f".{ending}"))
    assert "aria" not in image.get_rendition("width-40").file.name.lower()


def test_alt_never_filename(db):
    """Without a description there is no alt text, rather than a file's name."""
    image = stored(told_everything("JPEG"))
    assert image.default_alt_text == ""
    assert image.get_rendition("width-40").alt == ""

    described = stored(told_everything("JPEG"), description="Two people at a table")
    assert described.get_rendition("width-40").alt == "Two people at a table"


def test_an_editors_upload_is_cleaned_and_its_page_works(db):
    client = Client()
    client.force_login(User.objects.create_superuser("editor@example.org"))
    upload = SimpleUploadedFile("Maria Rossi.jpg", told_everything("JPEG"), "image/jpeg")

    fields = {"title": "At home", "file": upload, "collection": 1, "licence": "not-stated"}
    answer = client.post(reverse("wagtailimages:add"), fields)

    image = PortalImage.objects.get()
    assert answer.status_code == 302
    assert MARK.encode() not in all_bytes(image.file)
    assert client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200
    assert client.get(reverse("wagtailimages:index")).status_code == 200


def test_a_picture_that_is_changed_without_its_file_keeps_it(db):
    image = stored(told_everything("JPEG"))
    name = image.file.name

    image.title = "Renamed"
    image.save()

    assert PortalImage.objects.get(pk=image.pk).file.name == name


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\x00\x00" + b"no directory",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01",
        b"Exif\x00",
    ],
    ids=["none", "cut", "empty"],
)
def test_broken_metadata_do_not_keep_a_good_picture_out(exif):
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "JPEG", exif=exif)

    stored = sanitise.reencode_image(ContentFile(out.getvalue()))

    with Image.open(stored) as picture:
        assert picture.size == (40, 20)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("mode", "kind"), [("I;16", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG")]
)
def test_pictures_of_rare_kinds_are_stored(mode, kind):
    out = BytesIO()
    Image.new(mode, (40, 20)).save(out, kind)

    with Image.open(sanitise.reencode_image(ContentFile(out.getvalue()))) as picture:
        assert picture.size == (40, 20)
