"""The DataFrame that knows how to show itself.

Knows how a display and a provenance ride on a pandas frame without changing what it is: every frame derived from
it is a plain DataFrame. It does not know how anything is drawn: it is given a callable for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from ..api import Provenance

__all__ = ["Facts", "Frame"]

KEY = "rancher"


class Facts(dict[str, Any]):
    """A provenance in ``df.attrs``: plain JSON values, to be read only.

    pandas copies attrs deeply with every operation; this one gives itself, so that a derived frame costs nothing
    more and all of them share one story.
    """

    def __copy__(self) -> Facts:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Facts:
        return self


class Frame(pd.DataFrame):
    """A DataFrame with a provenance, shown by *display* where one is given and as pandas does where not.

    *display* gets the frame and returns a bundle, media type to text. Whatever is derived from the frame is a plain
    DataFrame whose ``attrs["rancher"]`` still tells where it came from (`Provenance.from_dict` reads it). A copy
    from a pickle has lost its display and shows itself as pandas does.
    """

    # A class attribute, so that frames out of a pickle have it too.
    _display: Callable[[Frame], Mapping[str, str]] | None = None

    def __init__(
        self,
        data: pd.DataFrame | None = None,
        provenance: Provenance | None = None,
        display: Callable[[Frame], Mapping[str, str]] | None = None,
    ) -> None:
        """Wrap *data* without copying it."""
        super().__init__(data, copy=False)  # type: ignore[call-arg]
        if provenance is not None:
            self.attrs[KEY] = Facts(provenance.to_dict())
        if display is not None:
            object.__setattr__(self, "_display", display)

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_mimebundle_(
        self,
        include: Container[str] | None = None,
        exclude: Container[str] | None = None,
    ) -> dict[str, str]:
        """Return what IPython shows; empty without a display, which leaves it to pandas."""
        bundle = {} if self._display is None else dict(self._display(self))
        return {
            kind: text
            for kind, text in bundle.items()
            if (not include or kind in include) and not (exclude and kind in exclude)
        }

    def _repr_html_(self) -> str | None:
        """Return the HTML of the display, or pandas' own."""
        bundle = self._repr_mimebundle_()
        html: str | None = bundle["text/html"] if "text/html" in bundle else super()._repr_html_()  # type: ignore[misc]
        return html
