import { parse } from "yaml";

import { parseConfig } from "../../stacks/config";
import { changed, committed } from "./committed";
import { switches } from "./switches";

const today = new Date("2026-11-21");

describe("a shipped stack without one of its parts", () => {
  for (const [stack, all] of Object.entries(switches))
    for (const { part, changes } of all)
      it(`is taken: ${stack} without ${part}`, () => {
        const raw = changes.reduce((into, change) => {
          const [key = "", text = ""] = change.split("=");
          return changed(into, `twelve-street:${key}`, (parse(text) as unknown) ?? undefined);
        }, committed(stack));
        parseConfig(stack, raw, today);
      });
});
