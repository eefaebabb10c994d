// SPDX-License-Identifier: MIT

/** One kind of fault, over all runs of a part. */
export interface FaultRow {
  fault: string;
  injected: number;
  /** Of those that were injected, the ones in runs that ended as a run without faults does. */
  survived: number;
}

/** What a part of `npm run test:faults` found. */
export interface FaultReport {
  rows: readonly FaultRow[];
  runs: number;
  /** Steps that failed and were done again. */
  repeated: number;
  /** What was lost, done twice, or reported and not so: a sentence each; none if all is well. */
  losses: readonly string[];
}

/** What the command line asks for. */
export interface FaultOptions {
  runs: number;
  /** Of the first run; the others follow. */
  seed: number;
  /** For parts that go through all there is: every how many are taken; all unless given. */
  every?: number | undefined;
  /** @param runs - undefined where it is not known before the end */
  onRun: (done: number, runs?: number) => void;
}

/** One way of making trouble; `index.ts` lists them. */
export interface FaultPart {
  /** For the command line. */
  name: string;
  title: string;
  run(options: FaultOptions): Promise<FaultReport>;
}
