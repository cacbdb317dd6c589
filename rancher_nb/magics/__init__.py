"""IPython: the ``%rancher`` magics, completion, display; load and unload."""

from .extension import current_session, load, unload

__all__ = ["current_session", "load", "unload"]
