"""How bytes reach a server and come back: transports, retries, pages, sockets, profiles and keys."""

from .client import Client, Spent, Traffic
from .credentials import Credentials, find_credentials, find_url
from .entry import Account, Entry, enter, enter_project, projects
from .limits import Limits
from .origin import rebase
from .pages import Pages
from .profiles import KeySource, Profile, profiles_path, read_profiles
from .receiver import Batch, Receiver, StreamEnd
from .retry import retrying
from .sockets import Socket, open_socket
from .transport import HttpTransport, http_transport

__all__ = [
    "Account",
    "Batch",
    "Client",
    "Credentials",
    "Entry",
    "HttpTransport",
    "KeySource",
    "Limits",
    "Pages",
    "Profile",
    "Receiver",
    "Socket",
    "Spent",
    "StreamEnd",
    "Traffic",
    "enter",
    "enter_project",
    "find_credentials",
    "find_url",
    "http_transport",
    "open_socket",
    "profiles_path",
    "projects",
    "read_profiles",
    "rebase",
    "retrying",
]
