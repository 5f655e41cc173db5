"""What a server for strangers is started with: it is shown the copy, and is told of no other place."""

from dataclasses import replace

from kg.errors import UsageError
from kg.public.copying import PublicStore
from kg.settings import Settings

_NO_WRITING = (
    "a public server takes no writes, since an update could copy what it does not show: leave out write_token, and write through another"
    " server over the same store"
)


def as_shown(settings: Settings) -> Settings:
    """The settings of a server, its store being the copy where strangers reach it. Raises UsageError where it would be written."""
    if not settings.public:
        return settings
    if settings.write_token != "none":  # noqa: S105  # the setting's name for no token
        raise UsageError(_NO_WRITING)
    return replace(settings, store=PublicStore(settings.store).folder.path)
