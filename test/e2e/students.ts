/** How many students the stack `classroom` has as it is shipped. */
const shipped = 20;

export const namesOf = (students: number): string[] =>
  Array.from({ length: students }, (_, index) => `user${(index + 1).toString().padStart(2, "0")}`);

/** Changes of the config that leave only the first so many of them. */
export const first = (students: number): string[] =>
  namesOf(shipped)
    .slice(students)
    .map((name) => `students.${name}=null`);
