"""The one palette: blue for cooperation, orange for conflict, the material kind darker; safe for the colour-blind."""

COLOURS: dict[str, str] = {
    "verbal_cooperation": "#5aa5d8",
    "material_cooperation": "#1b62a5",
    "verbal_conflict": "#f0953f",
    "material_conflict": "#c2410c",
}
CLASSES = tuple(COLOURS)


def words(quad_class: str | None) -> str:
    """A class as a reader would say it."""
    return (quad_class or "unclassified").replace("_", " ")
