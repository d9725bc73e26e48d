"""Personal data of translators and reviewers, for the register (`people.personal_data`)."""

from collections.abc import Iterable

from people.personal_data import ACCOUNT, ALL, STAFF_WORK, PersonalData


def of_translators() -> Iterable[PersonalData]:
    for model, name, purpose in (
        ("translations.VersionState", "reviewer", "who checked it"),
        ("translations.TermWording", "reviewer", "who checked it"),
        ("translations.OriginalChange", "person", "who changed it"),
        ("translations.Following", "person", "who confirmed it"),
        ("translations.PieceCheck", "person", "who checked it"),
        ("translations.Doubt", "person", "who was not sure"),
        ("translations.OldWords", "person", "who wrote them"),
        ("translations.Assignment", "assigned_by", "who assigned it"),
    ):
        yield PersonalData(model, name, {name: purpose}, STAFF_WORK, "unnamed", is_exported=False)
    yield PersonalData("translations.Wish", "person", {ALL: "what was wished"}, ACCOUNT, "deleted")
    yield PersonalData(
        "translations.Assignment", "translator", {ALL: "who does what"}, ACCOUNT, "deleted"
    )
