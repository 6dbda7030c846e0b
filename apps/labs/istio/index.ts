import { meshLessons, onlyTo, type Lesson } from "../../istio-tutorial/lessons";
import { defineLab } from "../define";
import type { Lab } from "../lab";
import { titles } from "./titles";
import { tutorial, type Cast } from "./tutorial";

/** Two versions beside each other, as most of the lessons want them. */
const both: Cast = { v1: 1, v2: 1 };

const outside = "egress-";
/** The version that calls the clock outside. */
const caller = "v3";

const labName = ({ name }: Pick<Lesson, "name">): string => `istio-${name}`;

/** The lesson that a lab is, in this namespace. */
export const lessonOf = (lab: string, namespace: string): Lesson | undefined =>
  meshLessons(namespace).find((it) => labName(it) === lab);

/** What a lesson's client sees, as a sentence. */
const sights = ({ sees }: Lesson): string[] =>
  sees.map(({ headers = {}, versions, statuses }) => {
    const who = Object.entries(headers).map(([key, value]) => `--header '${key}: ${value}' `);
    const shares = Object.entries(versions ?? statuses ?? { 200: 1 });
    const what = shares.map(([of, share]) => `${Math.round(100 * share)} % ${of}`).join(", ");
    return `curl ${who.join("")}http://ADDRESS:8080, many times: ${what}`;
  });

const steps = (lesson: Lesson): string[] => [
  ...lesson.objects.map(({ kind, metadata }) => `kubectl apply: the ${kind} ${metadata.name}`),
  ...Object.entries(lesson.replicas ?? {}).map(
    ([version, pods]) => `kubectl scale deployment recommendation-${version} --replicas ${pods}`,
  ),
  ...(lesson.moods ?? []).map(({ of, failures }) =>
    failures
      ? `kubectl exec deployment/recommendation-${of} -- curl -s localhost:8080/misbehave`
      : `let recommendation-${of} take long to answer`,
  ),
  ...sights(lesson),
];

/** A lesson as a lab: the tutorial stands, and the student brings the lesson's objects. */
const lab = (lesson: Lesson): Lab => {
  const goesOut = lesson.name.startsWith(outside);
  const cast = goesOut ? { ...both, [caller]: 1 } : both;
  const route = goesOut ? onlyTo(caller, ["v1", "v2", caller]) : [];
  const isForAll = lesson.objects.some(({ kind }) => kind === "EnvoyFilter");
  return defineLab({
    name: labName(lesson),
    title: titles[lesson.name] ?? lesson.name,
    day: 3,
    who: isForAll ? "instructor" : "student",
    needs: ["mesh", "load-balancer"],
    text: lesson.teaches,
    changes: steps(lesson),
    baseline: () => [...tutorial(cast), ...route],
    makes: ({ namespace }) =>
      meshLessons(namespace).find(({ name }) => name === lesson.name)?.objects ?? [],
    notShown: [
      "answers: pods run no process here, and have no sidecars; npm run test:mesh counts them through real Envoys",
      ...(goesOut ? ["an image of v3: as in the course, its readers build it"] : []),
    ],
  });
};

/** The course's part on Istio, step by step. */
export const istio: readonly Lab[] = meshLessons("tutorial").map(lab);
