import { inOrder, type Route, type SlotName, type Traffic } from "./picture";
import type { AbTest, Canary, HttpMethod, NonEmptyArray, Shadow, Versioned, Weight } from "./types";

/** Methods that change nothing, so that asking twice does no harm. */
export const safeMethods: NonEmptyArray<HttpMethod> = ["GET", "HEAD"];

export const mapNonEmpty = <T, U>(
  [first, ...rest]: NonEmptyArray<T>,
  change: (item: T) => U,
): NonEmptyArray<U> => [change(first), ...rest.map(change)];

const all = (slot: SlotName): Route["otherwise"] => ({ to: [{ slot, weight: 100 }] });

/** Everything to one slot. */
export const only = (slot: SlotName): Route => ({ rules: [], otherwise: all(slot) });

/** Whoever has the canary's cookie to the canary, the rest by weight; a canary's answer sets the cookie. */
export function canaryRoute({ sticky, canary }: Canary<Versioned>, weight: Weight): Route {
  const stable = { slot: "stable", weight: 100 - weight } as const;
  if (!sticky) return { rules: [], otherwise: { to: [stable, { slot: "canary", weight }] } };
  const { cookie: name, maxAgeSeconds: maxAge } = sticky;
  // The version in it lets cookies of an earlier canary lapse.
  const setCookie = { name, value: canary.version, maxAge };
  return {
    rules: [{ when: [{ by: "cookie", name, exact: canary.version }], ...all("canary") }],
    otherwise: { to: [stable, { slot: "canary", weight, setCookie }] },
  };
}

/** Whoever matches to B, all others to A. */
export const abRoute = ({ toB }: AbTest<Versioned>): Route => ({
  rules: [{ when: toB, ...all("b") }],
  otherwise: all("a"),
});

/** Everything to live; requests of the methods named are copied too. */
export function shadowRoute({ percent, methods = safeMethods }: Shadow<Versioned>): Route {
  const when = mapNonEmpty(methods, (method) => ({ by: "method", method }) as const);
  return {
    rules: [{ when, ...all("live"), mirror: { slot: "shadow", percent } }],
    otherwise: all("live"),
  };
}

export const byMesh = (subsets: readonly SlotName[], route: Route): Traffic => ({
  by: "mesh",
  subsets: inOrder(subsets),
  route,
});

/** Everything to one slot, by whatever moves traffic there, with the subsets that may be needed next. */
export const toSlot = (slot: SlotName, mesh: boolean, subsets: readonly SlotName[]): Traffic =>
  mesh ? byMesh(subsets, only(slot)) : { by: "service", slot };

/** The same means of traffic, with everything to one slot; subsets stay, for proxies may still use them. */
export const redirect = (traffic: Traffic, slot: SlotName): Traffic =>
  traffic.by === "mesh" ? byMesh([...traffic.subsets, slot], only(slot)) : { by: "service", slot };
