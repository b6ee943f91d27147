// Where one is on a long page: "On this page" marks the section that is being read.

const menu = /** @type {HTMLElement | null} */ (document.querySelector(".menu"));
const links = new Map([...document.querySelectorAll(".here > ul > li > ul > li > a")].map((link) => [link.getAttribute("href")?.slice(1), link]));

/** The one line of the window that decides: a section that crosses it is being read. */
const line = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    const link = /** @type {HTMLElement} */ (links.get(target.id));
    if (isIntersecting) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
    if (isIntersecting && menu && menu.scrollHeight > menu.clientHeight) keepInSight(link, menu);
  }
}, { rootMargin: "-30% 0px -70% 0px" });

/** Moves the menu alone, and only where it has a scroll of its own.  @param {HTMLElement} link  @param {HTMLElement} menu */
function keepInSight(link, menu) {
  const [inner, outer] = [link.getBoundingClientRect(), menu.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) menu.scrollTop += inner.top - outer.top - outer.height / 3;
}

for (const id of links.keys()) {
  const section = document.getElementById(id ?? "");
  if (section) line.observe(section);
}
