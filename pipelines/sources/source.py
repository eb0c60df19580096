"""What a user may say of any source in sources.toml.  A kind adds its own settings in a class below this one."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

MAX_ITEMS = 2_000
WISHES = ("live_blogs", "repair_text")


def listed(value: Any) -> Any:
    """One name may stand for a list of one."""
    return [value] if isinstance(value, str) else value


def of_form(pattern: str, what: str) -> AfterValidator:
    """A text of this form; `what` tells a person what that is."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is not {what}")
        return value

    return AfterValidator(check)


Name = Annotated[str, of_form("[a-z0-9][a-z0-9_.-]{0,63}", "made of small letters, digits and - _ . alone, 64 at most")]
Country = Annotated[str, of_form("[A-Z]{3}", "a country of ISO 3166 in three capitals, as GBR")]
Language = Annotated[str, of_form("[a-z]{2}", "a language of ISO 639-1 in two small letters, as en")]
Locations = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(listed), Field(min_length=1)]


class Source(BaseModel):
    """One table of sources.toml; its name is the table's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    kind: str
    location: Locations
    outlet: str | None = None  # whose articles these are, where the page does not say
    country: Country | None = None  # of the outlet; told beside the source
    language: Language | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    live_blogs: bool = False  # code running reports, too
    repair_text: bool = False  # undo what was read in a wrong encoding before it came here: ’ for â€™
    poll_minutes: int | None = Field(default=None, ge=1)  # None: by how much is new, from 10 minutes to a day

    @property
    def wishes(self) -> str | None:
        """What the cleaner is to do with its documents, and does not without being asked; as in a Document."""
        return ",".join(name for name in WISHES if getattr(self, name)) or None

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine: then it is looked at in every run, unless `poll_minutes` says otherwise."""
        return True


class WebSource(Source):
    """A source that is asked over the network."""

    allow_private: bool = False  # also addresses of this machine and of private networks, on any port
    full_get_every: int = Field(default=10, ge=1)  # polls; some servers say "not modified" of what has changed
    max_items: int = Field(default=MAX_ITEMS, ge=1)  # of one poll

    @property
    def is_local(self) -> bool:
        """No."""
        return False
