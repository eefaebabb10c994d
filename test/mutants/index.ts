// SPDX-License-Identifier: MIT

// npm run test:mutants [-- circuits | contracts] [option …]

const of = process.argv[2];
// The commands read what comes after their name.
if (of === "circuits" || of === "contracts") process.argv.splice(2, 1);
if (of === "contracts") await import("./contracts.ts");
else await import("../../circuits/mutants/index.ts");
