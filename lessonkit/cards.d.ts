// What flashcards and the review of them are made of. Types only: no page loads this file.

import { Child } from "./static/runtime.js";
import { Desk, Words } from "./protocol.js";

export interface Card {
  id: string;
  front: Words;
  back: Words;
}

/** What the scheduler (ts-fsrs) knows of a card. It is kept as JSON, dates as ISO strings. */
export interface Memory {
  due: Date;
  last_review: Date;
  stability: number;
  difficulty: number;
  elapsed_days: number;
  scheduled_days: number;
  learning_steps: number;
  reps: number;
  lapses: number;
  /** 1 learning, 2 review, 3 relearning. */
  state: number;
}

/** What makes of a card's memory, as it was kept, what is to be kept now. */
export type Schedule = (kept: any) => any;

/** A card whose turn may come. */
export interface Turn {
  /** No other turn of this sitting has it. */
  id: string;
  card: Card;
  /** What was kept of it: a memory as JSON, nothing, or something odd. */
  kept: any;
  /** What stands on the card, above its front. */
  about: string;
  /** How many cards are waiting, in words. */
  standing?: string;
  rate(schedule: Schedule): void;
}

/** A deck as the review has it. */
export interface Deck {
  activity: string;
  kind: string;
  shelf: string;
  lesson: string;
  title: string;
  edition: string;
  /** Its lesson's address in the site, without an ending. */
  page: string;
  cards: Card[];
}

/** The value if it is a plain object, else an empty one: what was kept may have been tampered with. */
export type Record = (value: any) => { [name: string]: any };

/**
 * What is remembered of a card; null for a new one, and for one that cannot be read. If the clock was set back since
 * the last rating, both dates move with it: the interval stays, and nothing is due in a far future. `now` here and
 * below: milliseconds since 1970.
 */
export type Remembered = (kept: any, now: number) => Memory | null;

/**
 * The turns by their time: those due, the longest waiting first; those never rated; when the first of the others is
 * due. A card that comes back in days comes from the beginning of that day.
 */
export type Survey = (turns: Turn[], now: number) => { due: Turn[]; fresh: Turn[]; next?: number };

/** How long from now, in words: "in 10 minutes", "tomorrow", "in 4 days". */
export type When = (then: number, now: number) => string;

export interface Dealing {
  /** Whose turn it is, without those that were passed over in this sitting, by id. */
  next(passed: Set<string>): Turn | undefined;
  /** What to say when it is nobody's. */
  rest(): Child[];
  /** What can be done then; `goOn` deals again. */
  ways?(goOn: () => void): Child[];
}

/** Deals cards, one at a time, until none is left for now. */
export type Sitting = (desk: Desk, dealing: Dealing) => Child[];
