"""How far two places are apart, in bands that tell no more than whether somebody was there; without the ORM."""

from math import asin, cos, isfinite, radians, sin, sqrt

EARTH_RADIUS = 6_371.0  # km
BANDS = [
    ("here", "Up to 300 m Away"),
    ("near", "Up to 2 km Away"),
    ("far", "More Than 2 km Away"),
]
#: up to how many km each band reaches; the last one reaches everywhere
LIMITS = (("here", 0.3), ("near", 2.0))


def get_band(place, other):
    """Return the band of the distance between two ``(latitude, longitude)`` in degrees; ``False`` for nonsense.

    >>> get_band((31.2304, 121.4737), (31.2305, 121.4737)), get_band((31.2304, 121.4737), (31.24, 121.4737))
    ('here', 'near')
    >>> get_band((31.2304, 121.4737), (39.9, 116.4)), get_band((31.2304, 121.4737), (310, 121.4737))
    ('far', False)
    """
    if not (is_place(*place) and is_place(*other)):
        return False
    distance = get_distance(*place, *other)
    return next((band for band, limit in LIMITS if distance <= limit), "far")


def is_place(latitude, longitude):
    """Return whether these are degrees of a place; nobody's customers are where both are 0, which is "not known"."""
    known = isfinite(latitude) and isfinite(longitude) and (latitude or longitude)
    return bool(known) and abs(latitude) <= 90 and abs(longitude) <= 180


def get_distance(latitude, longitude, other_latitude, other_longitude):
    """Return the distance along the ground in km."""
    first, second = radians(latitude), radians(other_latitude)
    across = sin((second - first) / 2) ** 2
    along = cos(first) * cos(second) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1, sqrt(across + along)))
