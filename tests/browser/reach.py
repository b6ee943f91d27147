"""Looks at a page as it stands: what axe finds, what is too wide, what cannot be seen to have the focus."""

from playwright.sync_api import Locator, Page

from tests.conftest import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

# Wide in light and narrow in dark: no rule looks at colors and width together.
WINDOWS = [(1280, "light"), (320, "dark")]

_RUN = """(at) => axe.run(at ?? document, {
  resultTypes: ["violations"],
  rules: { "target-size": { enabled: true } }, // left out unless asked for
}).then(({ violations }) => violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) =>
  `${id}: ${help}: ${html.slice(0, 150)} ${any[0]?.message ?? ""}`)))"""


def violations(page: Page, found: Locator | None = None) -> list[str]:
    """What axe-core finds on a page, or in an element: levels A and AA of WCAG 2.2, and best practices."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    wrong: list[str] = page.evaluate(_RUN, found.element_handle() if found else None)
    return wrong


def too_wide(page: Page) -> list[str]:
    """Whether the page scrolls sideways."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{width} pixels wide in a window of {seen}"] if width > seen else []


_FOCUS = """() => {
  const wrong = [];
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  for (const one of all) {
    if (one.tabIndex < 0 || one.matches(":disabled") || !one.checkVisibility()) continue;
    one.focus();
    const say = (what) => wrong.push(`${what}: ${one.outerHTML.slice(0, 120)}`);
    const seen = one.closest("label") ?? one;
    const drawn = [one, seen].some((el) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(el);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    if (document.activeElement !== one) say("takes no focus");
    else if (!drawn) say("no outline");
    // Nine points of each of its lines, so far as they are in the window.
    const free = [...seen.getClientRects()].flatMap(({ left, top, right, bottom }) => {
      [left, right] = [Math.max(left, 0), Math.min(right, innerWidth)];
      [top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
      if (right <= left || bottom <= top) return [];
      return [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => {
        const at = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
        return !!at && (seen.contains(at) || at.contains(seen));
      }));
    });
    if (free.filter(Boolean).length * 2 < free.length || !free.length) say("under something");
  }
  document.activeElement?.blur();
  return wrong;
}"""


def beneath(page: Page) -> list[str]:
    """What a key can reach and nobody sees: without an outline, or with most of it under a header or a button."""
    page.keyboard.press("Shift+Tab")  # from now on the focus is drawn as for someone at the keys
    wrong: list[str] = page.evaluate(_FOCUS)
    return wrong


# Text with more space around letters, words and lines, as WCAG 2.2 has it in 1.4.12.
MORE_SPACE = """* { letter-spacing: 0.12em !important; line-height: 1.5 !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""
TWICE_AS_LARGE = ":root { font-size: 200% !important }"


def moving(page: Page) -> list[str]:
    """What moves by itself although the reader has asked for stillness."""
    found: list[str] = page.evaluate("""() => {
      const long = (times) => times.split(",").some((one) => parseFloat(one) > 0.01);
      return [...document.querySelectorAll("*")].filter((one) => {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
        const animated = animationName !== "none" && long(animationDuration);
        return animated || long(transitionDuration) || scrollBehavior === "smooth";
      }).map((one) => one.outerHTML.slice(0, 120));
    }""")
    return found
