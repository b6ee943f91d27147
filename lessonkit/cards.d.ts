// What flashcards and the review of them are made of. Types only: no page loads this file.

import { Words } from "./protocol.js";

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
