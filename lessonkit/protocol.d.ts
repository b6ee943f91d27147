// What crosses between an activity's front end and whoever hosts it, in JupyterLab and on a page alike.
// Types only: no page loads this file.

/** Inline Markdown as the tree that lessonkit.inline makes. */
export type Word = string | { em?: Words; strong?: Words; a?: Words; href?: string; code?: string };
export type Words = Word[];

/** Where things are kept: as long as the page or session is open; on this device; there, under a passphrase. */
export type Place = "open" | "device" | "locked";

export interface Settings {
  results: Place;
  writing: Place;
  /** Whether the learner was asked where to keep things, and answered. */
  asked: boolean;
  /** False while something is locked and the passphrase was not given. */
  unlocked: boolean;
  /** Minutes without activity after which what is locked locks itself. */
  idle: number;
  /** The host's own sentences. */
  words: Record<Place, string>;
}

export interface Outcome {
  points: number;
  of: number;
  objectives: Record<string, { points: number; of: number }>;
}

/** A learner's own words, as they would be read out. */
export interface OwnWords {
  about: string;
  text: string;
}

/** One version of what a learner gave. */
export interface Version {
  response: any;
  outcome: Outcome | null;
  words: OwnWords[];
  /** Of the activity, eight hexadecimal digits. */
  edition: string;
  /** Milliseconds since 1970; never goes back for an entry, even if the clock does. */
  edited: number;
  /** 32 hexadecimal digits, new at each save. */
  revision: string;
  /** 16 hexadecimal digits that name the view that wrote it. */
  by: string;
}

/** One box of one activity, as it is kept. */
export interface Entry extends Version {
  activity: string;
  kind: string;
  shelf: "results" | "writing";
  lesson: string;
  title: string;
  prompt: string;
  /** Versions kept beside it, because two views or a file differed. */
  others: Version[];
}

/** What a learner gave, as a view hands it over. */
export interface Given {
  response: any;
  outcome: Outcome | null;
  words: OwnWords[];
}

/** `number` counts up for each view; `base` is the revision that the view builds on, or empty. */
export type Up =
  | { type: "recall" }
  | ({ type: "keep"; number: number; base: string } & Given)
  | { type: "ask"; number: number; wish: any };

export type Down =
  | { type: "recalled"; entry: Entry | null; settings: Settings }
  | { type: "kept"; number: number; revision: string; where: Place; both: boolean }
  | { type: "lost"; number: number; why: string }
  | { type: "changed"; entry: Entry | null }
  | { type: "settings"; settings: Settings }
  | { type: "told"; number: number; reply?: any; refused?: string };

/** The part of anywidget's model that activities use, in every host. */
export interface Model {
  get(name: string): any;
  on(event: string, listener: (message: any) => void): void;
  off(event: string, listener: (message: any) => void): void;
  send(message: any): void;
}

/** What a host keeps beside a response. */
export interface About {
  outcome?: Outcome | null;
  words?: OwnWords[];
}

/** What a kind's drawing is given to work with. */
export interface Desk {
  /** Hand over what the learner gave; call it at every change. */
  keep(response: any, about?: About): void;
  /** Something that only the host can do; rejects with words for the learner. */
  ask(wish: any): Promise<any>;
  /** A vendored module. */
  library(name: string): Promise<any>;
  /** Where the site begins, as a prefix for addresses; empty where there is no site. */
  home: string;
  /** The id of the line that says where things are kept: what a box for own words is described by. */
  line: string;
}
