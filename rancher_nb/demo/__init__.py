"""An embedded Rancher 1.6: a server to learn with and to test against, in one process, without a network."""

from .demo import Demo
from .inprocess import transport
from .server import Server, serve

__all__ = ["Demo", "Server", "serve", "transport"]
