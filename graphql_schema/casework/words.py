"""The enumerations of the station in the schema."""

import strawberry

from backend.modules.casework.contract import words

for found in (words.StationRole,):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
