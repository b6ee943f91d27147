// The desk of a page, worked from a test: window.openView(activity) gives a view that can keep, ask and hear.
window.openView = async (activity = "01-a/box", more = {}, name = "lessonkit:/test/") => {
  const { openDesk } = await import("/_static/page_desk.js");
  const heard = [];
  const waiting = new Map();
  const spec = { activity, kind: "reflection", shelf: "writing", lesson: "A", title: "Box", prompt: ["Why ", { em: ["not"] }, "?"], edition: "0123abcd", ...more };
  const view = { spec, tell: (message) => {
    heard.push(message);
    const reply = waiting.get(`${message.type === "told" ? "ask" : "keep"}${message.number}`);
    if (reply && ["told", "kept", "lost"].includes(message.type)) reply(message);
  } };
  const settings = { words: { open: "Here." } };
  window.views ??= new Set();
  window.views.add(view);
  window.desk ??= openDesk(name, settings, window.views);
  let number = 0;
  const send = (message) => new Promise((resolve) => {
    waiting.set(`${message.type}${++number}`, resolve);
    window.desk.hear(view, { ...message, number });
  });
  return {
    heard,
    base: "",
    async keep(text, base = this.base) {
      const answer = await send({ type: "keep", base, response: { way: "write", write: text }, outcome: null, words: [{ about: "Mine", text }] });
      if (answer.revision) this.base = answer.revision;
      return answer;
    },
    async ask(wish) {
      const { reply, refused } = await send({ type: "ask", wish });
      return refused === undefined ? reply : { refused };
    },
  };
};
