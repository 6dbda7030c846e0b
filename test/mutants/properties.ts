import fc from "fast-check";

// A mutant must live or die by what it is, not by chance, and a killed one needs no smaller example.
fc.configureGlobal({ numRuns: 50, seed: 1, endOnFailure: true });
