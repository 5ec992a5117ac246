"""How long the breach of a dealing may be pursued."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from compliance.core.record import Record, Text


class Limitation(Record):
    """For how many years the breach of a dealing may be pursued, for dealings after a day (None: for all before).

    ``years`` is None where a law that is not read here sets them; ``note`` then says which.
    """

    dealings_after: date | None = None
    years: Annotated[int, Field(gt=0)] | None = None
    by: Text
    note: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a period that says neither how long it is nor where that stands."""
        if self.years is None and not self.note:
            raise ValueError("give years, or a note that says which law sets them")
        return self
