"""What a user may say of any source in sources.toml.  A kind adds its own settings in a class below this one."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MAX_ITEMS = 2_000


def listed(value: Any) -> Any:
    """One name may stand for a list of one."""
    return [value] if isinstance(value, str) else value


Locations = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(listed), Field(min_length=1)]


class Source(BaseModel):
    """One table of sources.toml; its name is the table's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")
    kind: str
    location: Locations
    outlet: str | None = None  # whose articles these are, where the page does not say
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")  # of the outlet, ISO 3166; told beside the source
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")  # ISO 639-1
    date_order: Literal["dmy", "mdy"] | None = None
    poll_minutes: int | None = Field(default=None, ge=1)  # None: by how much is new, from 10 minutes to a day

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
