"""Days of the Chinese feasts that follow the moon or the sun, as a shipped table.

Source: the lunar calendar of the package `lunardate` 0.3.0, read once for 2023-2040 and written down here, so that no
library is needed at run time; Qingming from the usual formula for the 21st century, day = floor(y * 0.2422 + 4.81) -
floor(y / 4), y the last two digits. Both agree with every statutory holiday that chinesecalendar knows (2023-2026).
"""

from collections.abc import Mapping
from datetime import date

FIRST_YEAR = 2023

_FEASTS: Mapping[str, str] = {
    "spring_festival": "0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212",
    "lantern": "0205 0224 0212 0303 0220 0209 0227 0217 0206 0225 0214 0305 0222 0211 0301 0218 0207 0226",
    "qingming": "0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404",
    "dragon_boat": "0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610 0530 0618 0607 0527 0614",
    "double_seventh": "0822 0810 0829 0819 0808 0826 0816 0805 0824 0812 0801 0820 0810 0828 0817 0807 0826 0814",
    "mid_autumn": "0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916 1004 0924 0913 1002 0920",
    "double_ninth": "1023 1011 1029 1018 1008 1026 1016 1005 1024 1012 1001 1020 1009 1027 1017 1007 1026 1014",
}

FEASTS: Mapping[str, Mapping[int, date]] = {
    feast: {year: date(year, int(day[:2]), int(day[2:])) for year, day in enumerate(days.split(), start=FIRST_YEAR)}
    for feast, days in _FEASTS.items()
}


def feast_day(feast: str, year: int) -> date | None:
    """The day of a feast in a year of the common calendar; None for a feast or year outside the table (2023-2040)."""
    return FEASTS.get(feast, {}).get(year)
