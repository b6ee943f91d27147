// The key to a page's quizzes, at its end on paper: what their readable forms say in answer, put together when the
// page is printed, so that nobody loads it twice.
addEventListener("beforeprint", () => {
  const key = document.querySelector(".lk-printed-key");
  for (const quiz of document.querySelectorAll("main .lk-readable:has(> .lk-items)")) {
    const list = document.createElement("ol");
    for (const answer of quiz.querySelectorAll(":scope > .lk-items > li > .lk-answers")) {
      const row = document.createElement("li");
      row.append(...[...answer.children].slice(1).map((one) => one.cloneNode(true)));
      list.append(row);
    }
    key?.append(/** @type {Element} */ (quiz.querySelector("h3")).cloneNode(true), list);
  }
}, { once: true });
