// Sphinx's search writes its results into the page. Of these only how many there are is read out by itself.
const results = /** @type {HTMLElement} */ (document.querySelector("#search-results"));
new MutationObserver(() => results.querySelector(".search-summary")?.setAttribute("role", "status")).observe(results, { childList: true });
