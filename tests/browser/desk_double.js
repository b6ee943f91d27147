// A host for one view that keeps to the protocol, in memory, for states that a real one is seldom in.
/** What cannot be asked for is refused; `fail` holds words by wish, said instead of a reply. */
export class Double {
  constructor(spec, { home = "../", entries = [], settings = {}, fail = {}, preview = {}, unreadable = 0 } = {}) {
    this.values = { spec, home, libraries: new URL("/_static/vendor/", location.href).href, ended: "This session has ended." };
    this.listeners = new Set();
    this.entries = entries;
    this.settings = {
      results: "device", writing: "device", asked: true, unlocked: true, idle: 10,
      words: { open: "Kept until you close this page.", device: "Kept on this device, in this browser.", locked: "Kept on this device, locked." },
      ...settings,
    };
    this.fail = fail;
    this.counts = { new: 2, same: 1, differing: 1, locked: false, made: "2026-11-24T10:00:00Z", ...preview };
    this.unreadable = unreadable;
    this.asked = [];
  }
  get(name) { return this.values[name]; }
  on(event, listener) { if (event === "msg:custom") this.listeners.add(listener); }
  off(_event, listener) { this.listeners.delete(listener); }
  down(message) { for (const listener of [...this.listeners]) listener(message); }
  send(message) {
    const { type, number, wish } = message;
    if (type === "recall") setTimeout(() => this.down({ type: "recalled", entry: null, settings: this.settings }));
    if (type !== "ask") return;
    this.asked.push(wish);
    setTimeout(() => {
      const refused = this.fail[wish.do];
      this.down(refused ? { type: "told", number, refused } : { type: "told", number, reply: structuredClone(this.reply(wish)) });
      if (["settle", "unlock", "lock", "rekey", "erase"].includes(wish.do)) this.down({ type: "settings", settings: this.settings });
    }, 5);
  }
  readable() {
    const shut = (shelf) => this.settings[shelf] === "locked" && !this.settings.unlocked;
    return this.entries.filter((entry) => !shut(entry.shelf));
  }
  reply(wish) {
    const told = {
      settings: () => this.settings,
      entries: () => ({ entries: this.readable(), unreadable: this.unreadable }),
      settle: () => Object.assign(this.settings, { results: wish.results, writing: wish.writing, asked: true }),
      unlock: () => Object.assign(this.settings, { unlocked: true }),
      lock: () => Object.assign(this.settings, { unlocked: false }),
      rekey: () => this.settings,
      where: () => ({ words: "In this browser's own store." }),
      save: () => ({ text: JSON.stringify({ format: "lessonkit-workbook", version: 2, made: "2026-11-25T10:00:00Z", settings: {}, entries: this.entries }) }),
      preview: () => this.counts,
      merge: () => this.counts,
      erase: () => {
        this.entries = [];
        return Object.assign(this.settings, { results: "open", writing: "open", asked: false, unlocked: true });
      },
      drop: () => {
        const entry = this.entries.find((one) => one.activity === wish.activity);
        if (!entry) return {};
        if (entry.revision === wish.revision) {
          const [next, ...others] = [...entry.others].sort((a, b) => b.edited - a.edited);
          if (next) Object.assign(entry, next, { others });
          else this.entries = this.entries.filter((one) => one !== entry);
        } else entry.others = entry.others.filter((one) => one.revision !== wish.revision);
        return {};
      },
    }[wish.do];
    if (!told) throw new Error(`no such wish: ${wish.do}`);
    return told();
  }
}
