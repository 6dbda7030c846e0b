import type { Cookies } from "../../course/traffic/jars";
import type { Transition } from "./transition";

/** How many are there at a time, and how many requests one sends before the next one comes. */
const visitors = 60;
const visit = 12;

/** Some stay for good, so that an abort meets clients who still bring the cookie. */
const regulars = 10;

interface Visitor {
  left: number;
  value?: string;
}

/** Clients that keep one cookie, and are followed by new ones who have none: else nobody would come anew after a while. */
export class Visitors {
  private readonly all: Visitor[];

  constructor(private readonly sticky: NonNullable<Transition["sticky"]>) {
    // Not all of them go at the same moment.
    this.all = Array.from({ length: visitors }, (_, index) => ({
      left: index < regulars ? Infinity : 1 + (index % visit),
    }));
  }

  /** What the sender of a request brings of this canary's; it is one request nearer to its end. */
  cookiesOf(index: number): Cookies {
    let visitor = this.of(index);
    if (visitor.left === 0) {
      visitor = { left: visit };
      this.all[index % visitors] = visitor;
    }
    visitor.left -= 1;
    const { cookie, value } = this.sticky;
    return visitor.value === value ? { [cookie]: value } : {};
  }

  keep(index: number, setCookies: readonly string[] = []): void {
    for (const text of setCookies) {
      const [pair = ""] = text.split(";");
      const [name, value] = pair.split("=");
      if (name === this.sticky.cookie && value !== undefined) this.of(index).value = value;
    }
  }

  private of(index: number): Visitor {
    return this.all[index % visitors] ?? { left: 0 };
  }
}
