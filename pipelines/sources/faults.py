"""What may be wrong with a file that holds much, as errors with the reason of the refusal that each becomes."""


class SourceError(OSError):
    """A file, or the rest of it, cannot be used; the message says why."""

    reason = "unreadable"


class DamagedError(SourceError):
    """The file is cut off or corrupt here: `lost` of its bytes are passed over, what came up to `sound` is whole."""

    reason = "damaged"

    def __init__(self, what: str, lost: int | None = None, sound: int = 0) -> None:
        super().__init__(what if lost is None else f"{what}; {lost:,} bytes are lost")
        self.lost = lost or 0
        self.sound = sound


class ExpandsTooFarError(SourceError):
    """More comes out of the file than text that was packed ever gives."""

    reason = "expands_too_far"


class NoTableError(SourceError):
    """The file has not the form that its name says, or no column of articles."""
