"""The picture of the rooms is true: imports run one way, faces are sorted, every module says what it knows."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "rancher_nb"
TESTS = Path(__file__).parent

ROOMS: dict[str, tuple[set[str], set[str]]] = {
    # room: (rooms it may import, third-party packages it alone may import)
    "errors": (set(), set()),
    "api": ({"errors"}, set()),
    "language": ({"errors", "api"}, {"lark", "yaml"}),
    "client": ({"errors", "api"}, {"requests", "urllib3", "websocket", "keyring", "platformdirs"}),
    "frame": ({"errors", "api"}, {"pandas", "numpy", "msgspec", "pyarrow"}),
    "widgets": ({"errors", "api"}, {"ipywidgets", "anywidget", "traitlets", "markupsafe", "IPython"}),
    "demo": ({"errors", "api"}, {"starlette", "uvicorn", "websockets", "msgspec"}),
    "session": ({"errors", "api", "language", "client", "frame", "widgets", "demo"}, {"pandas"}),
    "magics": ({"errors", "api", "language", "session"}, {"IPython", "traitlets"}),
}
OURS = set(ROOMS)
STANDARD = __import__("sys").stdlib_module_names


def room_of(path: Path) -> str:
    """Return the room a file stands in; the root face is the empty room."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py") if parts[0] != "__init__.py" else ""


def imports_of(path: Path) -> list[tuple[str, int]]:
    """Return every imported module of a file as an absolute dotted name, with its line."""
    package = ["rancher_nb", *path.relative_to(PACKAGE).parts[:-1]]
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [(module, node.lineno)] if node.module or not node.level else []
            if node.level and not node.module:
                found += [(f"{module}.{alias.name}", node.lineno) for alias in node.names]
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    if room == "":
        allowed_rooms, allowed_others = {"errors", "session", "magics"}, {"IPython"}
    else:
        allowed_rooms, allowed_others = ROOMS[room]
    for module, line in imports_of(path):
        top, *rest = module.split(".")
        if top == "rancher_nb":
            other = rest[0] if rest else ""
            assert other == room or other in allowed_rooms, f"{path}:{line} imports the room {other!r}"
            assert other == room or len(rest) == 1, f"{path}:{line} imports {module}, a file inside another room"
        elif top not in STANDARD:
            assert top in allowed_others, f"{path}:{line} imports {top}, which is not for the room {room!r}"


def test_only_one_function_knows_the_demo() -> None:
    users = [
        (path.relative_to(PACKAGE), line)
        for path in FILES
        if room_of(path) != "demo"
        for module, line in imports_of(path)
        if module == "rancher_nb.demo" or module.startswith("rancher_nb.demo.")
    ]

    assert [Path("session/connecting.py")] == [path for path, _ in users]


@pytest.mark.parametrize("room", sorted(OURS))
def test_a_face_is_sorted_and_true(room: str) -> None:
    face = importlib.import_module(f"rancher_nb.{room}")

    assert list(face.__all__) == sorted(face.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert [name for name in face.__all__ if not hasattr(face, name)] == []


@pytest.mark.parametrize("room", sorted(OURS - {"errors"}))
def test_a_face_holds_no_logic(room: str) -> None:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text())

    kinds = {type(node) for node in tree.body[1:]}
    assert kinds <= {ast.ImportFrom, ast.Assign}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_knows_and_stays_small(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)

    assert ast.get_docstring(tree), f"{path} says nowhere what it knows"
    assert text.count("\n") <= 400, f"{path} is a room being born"
    long = [
        f"{node.name} ({(node.end_lineno or 0) - node.lineno} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert long == [], f"{path} has long functions"


NO_MIRROR = {"__init__.py"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.name not in NO_MIRROR],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_every_module_has_a_test_file_of_its_name(path: Path) -> None:
    inside = path.relative_to(PACKAGE)
    mirror = TESTS / inside.parent / f"test_{inside.stem.strip('_')}.py"

    assert mirror.exists(), f"{inside} has no {mirror.relative_to(TESTS.parent)}"
