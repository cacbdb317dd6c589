"""Pages as typed DataFrames: decoding, the residue of a plan, order, provenance and how frames are listed."""

from .building import Built, Progress, build
from .layout import columns_for
from .residue import evaluate
from .shown import Facts, Frame
from .tabling import listing

__all__ = ["Built", "Facts", "Frame", "Progress", "build", "columns_for", "evaluate", "listing"]
