"""Generated covers: deterministic for a work, and different between works."""

import re
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree

import pytest

from core.ui import ornament
from core.ui.scene import render_scene

KEY = UUID("8c5f0f6e-3b8e-4b43-9c1a-5f4c2c7f9a10")

# Keys as works have them.
WORKS = [uuid5(NAMESPACE_URL, f"work {number}") for number in range(60)]


def keys(count):
    return [UUID(int=7919 * number**3 + number) for number in range(count)]


def test_design_is_the_same_for_text_and_uuid():
    assert ornament.design(KEY) == ornament.design(str(KEY))


def test_design_uses_every_motif_angle_scale_layout_and_time_of_day():
    designs = [ornament.design(UUID(int=number)) for number in range(4 * 8 * 3 * 4 * 2)]

    assert len(set(designs)) == 768
    assert {look.motif for look in designs} == {0, 1, 2, 3}
    assert {look.layout for look in designs} == {0, 1, 2, 3}
    assert {look.angle for look in designs} == set(ornament.ANGLES)
    assert {look.scale for look in designs} == set(ornament.SCALES)
    assert {look.is_night for look in designs} == {True, False}


@pytest.mark.parametrize("key", keys(12))
def test_tile_is_well_formed_small_and_silent(key):
    drawing = ornament.cover(key, "course")
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing

    assert root.get("aria-hidden") == "true"
    assert root.get("data-kind") == "course"
    assert "style=" not in drawing
    assert len(drawing) < 1_700


def test_covers_of_many_works_can_be_told_apart():
    """Without their ids, no two of a list are alike."""
    drawings = [re.sub(r"t[0-9a-f]{1,8}c", "", ornament.cover(key, spot="c")) for key in WORKS[:20]]

    assert len(set(drawings)) == 20


@pytest.mark.parametrize("key", keys(12))
def test_scene_of_a_course_is_well_formed_and_silent(key):
    drawing = render_scene(key)
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing

    assert root.get("aria-hidden") == "true"
    assert "style=" not in drawing
    assert len(drawing) < 3_000


def test_every_course_has_a_scene_of_its_own():
    drawings = [re.sub(r"t[0-9a-f]{1,8}c", "", render_scene(key, "c")) for key in WORKS]

    assert len(set(drawings)) == len(WORKS)


def test_tile_fills_with_its_own_pattern():
    drawing = ornament.cover(UUID(int=0))
    name = re.search(r'id="([^"]+)"', drawing).group(1)

    assert f'fill="url(#{name})"' in drawing


def test_tiles_of_different_works_have_different_ids():
    ids = [re.search(r'id="([^"]+)"', ornament.cover(key)).group(1) for key in keys(200)]

    assert len(set(ids)) == 200


def test_tile_of_one_work_twice_on_a_page_has_two_ids():
    assert 'id="t2c7f9a10c"' in ornament.cover(KEY, spot="c")
    assert 'id="t2c7f9a10r"' in ornament.cover(KEY, spot="r")


def test_tile_escapes_its_kind():
    assert "<script>" not in ornament.cover(KEY, '"><script>')


@pytest.mark.parametrize("draw", [ornament.render_band, ornament.mark])
def test_ornament_is_well_formed_and_silent(draw):
    assert ElementTree.fromstring(draw()).get("aria-hidden") == "true"  # noqa: S314 - our own drawing


def test_polygon_is_written_with_short_relative_moves():
    assert ornament.polygon(4, 5, at=(5, 5)) == "M10 5l-5 5l-5-5l5-5z"
    assert ornament.polygon(4, 0.5, at=(0, 0)) == "M.5 0l-.5 .5l-.5-.5l.5-.5z"
    assert ornament.polygon(4, 10.5, at=(0, 0)).startswith("M10.5 0l-10.5 10.5")
