import { isDeepStrictEqual } from "node:util";

import type { Rollout } from "../../components/rollout";
import { decide, type Action, type Go } from "./decide";
import type { Standing } from "./standing";

/**
 * What a run has set out to do. It stands in the run's Lease until all is done: whoever finds it there
 * finds a run that was killed, and ends that run's work rather than begin work of its own.
 */
export interface Errand {
  readonly action: Action;
  /** Where it ends. */
  readonly target: Rollout;
  /** Where an abort after it would lead. */
  readonly origin?: Rollout;
  /** Why it goes back rather than on. */
  readonly givenUp?: string;
}

export function noteOf(action: Action, go: Go, givenUp: string | undefined): string {
  const { target, origin, underway } = go;
  const errand: Errand = {
    action,
    target,
    ...(!underway.back && { origin }),
    ...(givenUp !== undefined && { givenUp }),
  };
  return JSON.stringify(errand);
}

/** A way to go, and why it is not the one that was asked for, where it is not. */
export interface Walk {
  readonly go: Go;
  readonly givenUp?: string;
}

/** What there is to do; `arrived` where a run that was killed had nothing left to write. */
export type Task =
  | ({ readonly do: "walk" } & Walk)
  | { readonly do: "nothing"; readonly why: string; readonly arrived?: Errand };

/**
 * What an action means for a service that stands so, after a run that left this note.
 * The same action again is that run taken up; any other one is an action of its own.
 */
export function taskOf(standing: Standing, action: Action, note: string | undefined): Task {
  const left = note === undefined ? undefined : (JSON.parse(note) as Errand);
  if (left && same(left.action, action)) {
    const { target, origin } = standing;
    const { givenUp } = left;
    if (
      !standing.underway &&
      same({ target, origin }, { target: left.target, origin: left.origin })
    )
      return { do: "nothing", why: arrivedText(action), arrived: left };
    if (standing.underway && givenUp !== undefined)
      return task(decide(standing, { do: "abort" }), givenUp);
  }
  return task(decide(standing, action));
}

const task = (decided: Go | string, givenUp?: string): Task =>
  typeof decided === "string"
    ? { do: "nothing", why: decided }
    : { do: "walk", go: decided, ...(givenUp !== undefined && { givenUp }) };

const arrivedText = ({ do: word }: Action): string =>
  `The ${word} before, which was cut off, had come to its end: nothing was left to do.`;

/** As the config and the note have them, where nothing is what is left out. */
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
