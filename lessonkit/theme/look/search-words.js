// Sphinx's search in this site's words; it speaks of categories, which there are none of.
// @ts-expect-error Sphinx's doctools.js, a script like this one, declares it.
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": t("What was found"),
  "Searching": t("Looking"),
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    t("No page has all of these words. Try fewer of them, or another form: \"forgive\" finds more than \"forgivingly\"."),
  "Search finished, found ${resultCount} page(s) matching the search query.": t("Pages with all of these words: {n}.").replace("{n}", "${resultCount}"),
});
