"""IPython: the ``%rancher`` magics, completion, display; load and unload."""

from .extension import load, unload

__all__ = ["load", "unload"]
