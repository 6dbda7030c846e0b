export { at, run, type Inputs, type Recorded, type Run } from "../sandbox/recorded-run";
