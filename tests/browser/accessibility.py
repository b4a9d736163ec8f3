"""What axe (WCAG 2.2 AA) finds on a page, light and dark, on a phone and at a desk; each page is loaded once.

Two looks see everything: colours do not depend on the width, nor sizes and places on the colours.
"""

from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page

AXE: Final = (Path(__file__).parent / "axe.min.js").read_text("utf-8")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS: Final[tuple[tuple[int, Literal["light", "dark"]], ...]] = (
    (1280, "light"), (390, "dark"),
)  # fmt: skip


def faults_of(page: Page, address: str) -> list[str]:
    """What axe finds in every look, and where the page is wider than its window."""
    page.goto(address)
    return faults_here(page)


def faults_here(page: Page) -> list[str]:
    """The same of the page as it stands."""
    page.evaluate(AXE)
    found: dict[str, None] = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        for one in result["violations"]:
            node = one["nodes"][0]
            found[f"{width} {scheme} {one['id']}: {node['html'][:150]} {node['failureSummary'][:200]}"] = None
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"wider than {width}: {_widest(page)}"] = None
    return list(found)


def _widest(page: Page) -> str:
    """The element that reaches furthest to the right outside anything that scrolls."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(one => !one.closest('.scroll'))
        .map(one => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 120)])
        .sort((a, b) => b[0] - a[0])[0]"""
    )
    return str(found)
