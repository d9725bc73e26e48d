"""Names on our maps, in the reader's language: seas, and towns to find one's way by."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Name:
    """A name and where it is written; a large one is for maps of the whole sea too."""

    text: Promise
    latitude: float
    longitude: float
    is_large: bool = False


SEAS = (
    Name(_("Mediterranean Sea"), 34.2, 18.6, is_large=True),
    Name(_("Atlantic Ocean"), 34.9, -7.6),
    Name(_("Adriatic Sea"), 43.2, 15),
    Name(_("Tyrrhenian Sea"), 39.9, 12.3),
    Name(_("Aegean Sea"), 38.9, 25.1),
    Name(_("Ionian Sea"), 38.1, 18.7),
)
# Names of the same waters where a map shows a part of them only, and of lakes.
WATERS = (
    Name(_("Mediterranean Sea"), 32.35, 33.85),
    Name(_("Mediterranean Sea"), 36.1, 12.1),
    Name(_("Mediterranean Sea"), 36.2, -3.6),
    Name(_("Mediterranean Sea"), 40.4, 2.4),
    Name(_("Atlantic Ocean"), 38.1, -10.4),
    Name(_("Atlantic Ocean"), 36.45, -7.4),
    Name(_("Aegean Sea"), 40.35, 25.1),
    Name(_("Aegean Sea"), 38.9, 25.1),
    Name(_("Dead Sea"), 31.5, 35.49),
    Name(_("Lake Tiberias"), 32.8, 35.59),
)
TOWNS = (
    Name(_("Lisbon"), 38.72, -9.14, is_large=True),
    Name(_("Setúbal"), 38.52, -8.89),
    Name(_("Seville"), 37.39, -5.98, is_large=True),
    Name(_("Huelva"), 37.26, -6.95),
    Name(_("Cádiz"), 36.53, -6.29),
    Name(_("Málaga"), 36.72, -4.42),
    Name(_("Barcelona"), 41.39, 2.17, is_large=True),
    Name(_("Marseille"), 43.3, 5.37, is_large=True),
    Name(_("Rome"), 41.9, 12.5, is_large=True),
    Name(_("Algiers"), 36.75, 3.06, is_large=True),
    Name(_("Tunis"), 36.81, 10.18, is_large=True),
    Name(_("Bizerte"), 37.27, 9.87),
    Name(_("Sousse"), 35.83, 10.64),
    Name(_("Sfax"), 34.74, 10.76),
    Name(_("Athens"), 37.98, 23.73, is_large=True),
    Name(_("Thessaloniki"), 40.64, 22.94, is_large=True),
    Name(_("Kavala"), 40.94, 24.41),
    Name(_("Alexandria"), 31.2, 29.92, is_large=True),
    Name(_("Beirut"), 33.89, 35.5, is_large=True),
    Name(_("Ramallah"), 31.9, 35.2),
    Name(_("Irbid"), 32.56, 35.85),
    Name(_("Amman"), 31.95, 35.93, is_large=True),
)
