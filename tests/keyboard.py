"""A page that is used by the keyboard alone: where the focus is after each key, and whether it can be seen there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page

MOST_STOPS = 400
# What has the focus: what it is, whether it is what was sought, whether its mark is seen, and whether it follows what
# had the focus before in the order of the page, which begins anew after its end. The page itself is no place for it.
LOOK = """([sought]) => {
    const it = document.activeElement, before = window.stopBefore;
    window.stopBefore = it === document.body ? null : it;
    if (it === document.body) return {name: "", isSought: false, isSeen: false, isNext: true};
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    const hasMark = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    const isOnScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
        && box.top < innerHeight && box.left < innerWidth;
    return {name: it.outerHTML.slice(0, 120), isSought: it === sought, isSeen: hasMark && isOnScreen,
            isNext: !before?.isConnected || it === before || it.matches(".skip")
                || !!(before.compareDocumentPosition(it) & 4)};
}"""


class Keyboard:
    """The keyboard before a page; the focus is looked at after each stop.

    Attributes:
        faults: what was wrong on the way, each with what had the focus.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def reach(self, sought: Locator, *, back: bool = False) -> None:
        """Go on by the tabulator until something has the focus.

        Raises:
            AssertionError: it is not reached.
        """
        element = sought.element_handle()
        for _ in range(MOST_STOPS):
            if self._look(element, is_back=back)["isSought"]:
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"not reached: {sought}")

    def press(self, sought: Locator, key: str = "Enter", *, back: bool = False) -> None:
        """Reach something, and press a key there."""
        self.reach(sought, back=back)
        self.page.keyboard.press(key)

    def write(self, sought: Locator, words: str) -> None:
        """Reach a field, and write into it instead of what stands there."""
        self.reach(sought)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def skip(self) -> None:
        """Go past what stands above the content, by the first link of the page."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")

    def has_place(self) -> bool:
        """Tell whether something has the focus: else one begins anew at the top of the page."""
        return bool(self._look(None, is_back=True)["name"])

    def walk(self) -> Sequence[str]:
        """Go on until the whole page is passed, and return what had the focus.

        Raises:
            AssertionError: the focus does not come out of something.
        """
        stops: list[str] = []
        self.page.keyboard.press("Tab")
        for _ in range(MOST_STOPS):
            name = self._look(None, is_back=False)["name"]
            if not name:
                return stops
            stops.append(name)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way out: {stops[-1]}")

    def _look(self, element: Any, *, is_back: bool) -> dict[str, Any]:  # noqa: ANN401 - a handle of the browser
        stop: dict[str, Any] = self.page.evaluate(LOOK, [element])
        if stop["name"] and not stop["isSeen"]:
            self.faults.append(f"the focus is not seen: {stop['name']}")
        if stop["name"] and not is_back and not stop["isNext"]:
            self.faults.append(f"the order leads back: {stop['name']}")
        return stop
