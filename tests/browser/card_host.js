// A host in memory that keeps to the protocol, for the states of decks that a real host is seldom in.
// Evaluated in a page of the site: takes its main part away, and shows one activity there.
async ([kind, spec, { entries = [], unreadable = 0, refuse = {}, home = "../", libraries = "/_static/vendor/" }]) => {
  const settings = {
    results: "device", writing: "device", asked: true, unlocked: true, idle: 10,
    words: { open: "Kept until you close this.", device: "Kept on this device.", locked: "Kept, locked." },
  };
  const hex = (digits) => Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join("");
  const host = { entries: new Map(entries.map((one) => [one.activity, one])), unreadable, refuse, wishes: [] };
  const by = hex(16);

  const save = ({ activity, base, ...given }) => {
    const before = host.entries.get(activity);
    const both = Boolean(before && before.revision !== base && JSON.stringify(before.response) !== JSON.stringify(given.response));
    const { response, outcome, words, edition, edited, revision } = before ?? {};
    const others = [...(before?.others ?? []), ...(both ? [{ response, outcome, words, edition, edited, revision, by: before.by }] : [])];
    const entry = {
      activity, kind: spec.kind, shelf: spec.shelf, lesson: spec.lesson, title: spec.title, prompt: "", edition: spec.edition,
      ...given, edited: Math.max(Date.now(), (before?.edited ?? 0) + 1), revision: hex(32), by, others,
    };
    for (const name of ["do", "type", "number"]) delete entry[name];
    host.entries.set(activity, entry);
    return { revision: entry.revision, where: settings.results, both };
  };
  const wishes = {
    settings: () => settings,
    entries: () => ({ entries: [...host.entries.values()], unreadable: host.unreadable }),
    recall: ({ activity }) => host.entries.get(activity) ?? null,
    keep: (wish) => {
      const wanted = ["activity", "kind", "shelf", "lesson", "title", "prompt", "edition", "response", "outcome", "words", "base"];
      if (wanted.some((name) => wish[name] === undefined)) throw new Error(`keep lacks something: ${JSON.stringify(wish)}`);
      return save(wish);
    },
  };

  const listeners = new Set();
  const down = (message) => setTimeout(() => listeners.forEach((hear) => hear(structuredClone(message))));
  const hear = ({ type, number, ...message }) => {
    if (type === "recall") {
      const entry = host.entries.get(spec.activity) ?? null;
      down({ type: "recalled", entry, settings });
    } else if (type === "keep") {
      down({ type: "kept", number, ...save({ activity: spec.activity, ...message }) });
    } else {
      host.wishes.push(message.wish);
      const refused = host.refuse[message.wish.do];
      down(refused ? { type: "told", number, refused } : { type: "told", number, reply: wishes[message.wish.do](message.wish) });
    }
  };
  const model = {
    get: (name) => ({ spec, home, libraries, ended: "This session has ended." })[name],
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    send: (message) => hear(structuredClone(message)),
  };

  window.host = host;
  for (const sheet of ["activity", "card", "scenario"]) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/_static/${sheet}.css` });
    await new Promise((done) => { link.onload = done; document.head.append(link); });
  }
  const heading = Object.assign(document.createElement("h1"), { textContent: "Test" });
  const section = Object.assign(document.createElement("h2"), { textContent: "Activity" });
  const el = Object.assign(document.createElement("div"), { className: "lk" });
  document.querySelector("main").replaceChildren(heading, section, el);
  (await import(`/_static/${kind}.js`)).default.render({ model, el });
}
