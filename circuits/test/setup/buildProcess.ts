// SPDX-License-Identifier: GPL-3.0-or-later

// A build in a process of its own, for tests that kill it or run two: the source and the folder come as JSON in the first
// argument, and each step of the progress goes out as a line of JSON.
import { buildCircuit } from "../../setup/build.ts";

const { source, buildFolder } = JSON.parse(process.argv[2]!) as {
  source: { name: string; main: string };
  buildFolder: string;
};
await buildCircuit(source, { buildFolder, onProgress: (progress) => console.log(JSON.stringify(progress)) });
