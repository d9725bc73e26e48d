"""Dates and numbers: 23 تشرين الثاني/نوفمبر 2026, 20,000."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "d/m/Y"
# As the texts of the portal write numbers: 3.4 and 20,000.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
