// What placements are made of. Types alone: nothing of this reaches a page.
import type { Words } from "./static/runtime.js";

export type Axis = { low: Words; high: Words };

/** A zone, or 0 to 100 on each scale. */
export type Place = { zone?: string; across?: number; up?: number };

export type Scene = Place & { id: string; text: Words; why: Words };

export type Spec = {
  title: string;
  prompt: Words;
  zones: { id: string; text: Words }[];
  across: Axis | null;
  up: Axis | null;
  scenes: Scene[];
  graded: boolean;
};

export type Response = { placed: Record<string, Place>; compared: boolean };

/** What a scene is on the page: the row with its text, and what shows it on the ground. */
export type Shown = {
  /** The same without dragging: a menu, or sliders. */
  controls: HTMLElement[];
  /** What else of it can be dragged, if anything. */
  mark?: HTMLElement;
  /** Show it: where it is, where it is held above if it is held, and where the author would put it if that is to be seen. */
  show: (row: HTMLElement, place: Place | null, held: Place | null | undefined, ours: Scene | null) => void;
};

/** What scenes are put on. */
export type Ground = {
  el: HTMLElement;
  /** Where a scene that has no place is when it is picked up. */
  start: Place | null;
  /** What the keys do, in words. */
  keys: string;
  /** The place under a point of the window. */
  at: (x: number, y: number) => Place | null;
  /** The place to which an arrow leads. */
  step: (place: Place | null, key: string) => Place | null;
  /** The place in words. */
  said: (place: Place) => string;
  shown: (letter: string, nth: number, put: (place: Place | null) => void) => Shown;
};
