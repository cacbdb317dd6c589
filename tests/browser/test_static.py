from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.lab_panel import Open

FAKE = (Path(__file__).parent / "fake_rancher.py").read_text()
TABLE = """
from IPython.display import display
from rancher_nb.api import Request
from rancher_nb.widgets import listing_bundle, request_html
columns = [("id", "id"), ("name", "text"), ("state", "state"), ("healthState", "state"), ("imageUuid", "code"),
           ("memory", "number"), ("created", "time")]
rows = [("1i42", "shop-web-1", "running", "healthy", "docker:nginx:1.13", "268,435,456", "2017-03-03 10:20:30"),
        ("1i57", "shop-cart-3", "running", "unhealthy", "docker:acme/cart:7", "536,870,912", "2017-03-03 10:21:02"),
        ("1i60", "shop-cart-4", "starting", None, "docker:acme/cart:7", "536,870,912", "2017-03-03 10:21:02"),
        ("1i61", "batch-nightly-1", "stopped", None, "docker:acme/batch:2", None, "2017-03-02 23:00:00"),
        ("1i62", HOSTILE, "error", None, "docker:acme/batch:2", None, "2017-03-02 23:00:00")]
cells = tuple(tuple(Cell(each or "null", null=each is None) for each in row) for row in rows)
footer = (("", ("37 containers of production/Default",)), ("PARTIAL", ("stopped after 3 requests",)),
          ("asked of the server", ("state_ne=removed",)), ("done here", ("imageUuid ~ 'acme'",)),
          ("", ("1 request, 182 kB, 0.09 s",)))
listing = Listing(tuple(Column(*each) for each in columns), cells, 37, footer=footer)
display(listing_bundle(listing), raw=True)
"""
REQUEST = """
request = Request.of_json("POST", BASE + "/containers/1i5/?action=stop", {"timeout": 10})
display({"text/html": request_html(request), "text/plain": str(request)}, raw=True)
"""


def test_a_table_and_a_request_are_shown_as_they_should_look(open_notebook: Open) -> None:
    panel = open_notebook([FAKE, TABLE, REQUEST])
    panel.run_all()
    table = panel.output(1)
    expect(table.locator("tbody tr")).to_have_count(5)
    expect(table.locator(".state.s-bad").first).to_have_text("unhealthy")
    expect(table).to_contain_text("<script>document.title='owned'</script>")
    assert table.locator("img, script").count() == 0
    expect(table.locator(".foot")).to_contain_text("5 of 37 rows shown · 37 containers of production/Default")
    heads, cells = (table.locator(f"{tag}.num").first.bounding_box() for tag in ("th", "td"))
    assert heads is not None
    assert cells is not None
    assert abs(heads["x"] + heads["width"] - cells["x"] - cells["width"]) < 1
    expect(panel.output(2)).to_contain_text('{"timeout":10}')
    panel.screenshot("table", cells=[1, 2])
