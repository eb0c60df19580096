"""The one palette: blue for cooperation, orange for conflict, the material kind darker; safe for the colour-blind.

What is neither is slate.
"""

COLOURS: dict[str, str] = {
    "verbal_cooperation": "#5aa5d8",
    "material_cooperation": "#1b62a5",
    "verbal_conflict": "#f0953f",
    "material_conflict": "#c2410c",
}
NEUTRAL, NEUTRAL_LIGHT = "#64798c", "#a3b1bf"
INK = "#17202a"  # for words on a light bar, whatever the theme
CLASSES = tuple(COLOURS)
# From conflict to cooperation, for scales of a value; what is about even is sand.
TONES = [
    COLOURS["material_conflict"],
    COLOURS["verbal_conflict"],
    "#efe8d8",
    COLOURS["verbal_cooperation"],
    COLOURS["material_cooperation"],
]


def words(quad_class: str | None) -> str:
    """A class as a reader would say it."""
    return (quad_class or "unclassified").replace("_", " ")
