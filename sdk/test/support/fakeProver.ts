// SPDX-License-Identifier: MIT

// A prover with the command line of rapidsnark, which asks at a socket, its first argument, how to behave. It keeps the
// connection until it ends, so that whoever listens there sees that.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { groth16 } from "snarkjs";

export type Behaviour =
  | "honest"
  | "fail"
  | "die"
  | "hang"
  | "hang with a child"
  | "kill the guard"
  | "kill the process that asked"
  | "write nothing"
  | "write half of it"
  | "write another shape"
  | "write a folder"
  | "change a signal"
  | "change a coordinate"
  | "lift a coordinate"
  | "be at infinity";

/** What a prover tells of itself. */
export interface ProverReport {
  pid: number;
  arguments: string[];
  modes: { folder: number; witness: number };
}

const BASE_FIELD_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

const [socketPath, ...rest] = process.argv.slice(2) as [string, ...string[]];
const [zkey, witness, proofPath, publicPath] = rest.slice(-4) as [string, string, string, string];

const socket = connect(socketPath);
socket.on("error", () => process.exit(1));
const mode = (path: string): number => statSync(path).mode & 0o777;
const report: ProverReport = {
  pid: process.pid,
  arguments: rest,
  modes: { folder: mode(dirname(witness)), witness: mode(witness) },
};
socket.write(JSON.stringify(report));
socket.once("data", async (data) => {
  console.log("loading the key");
  await behave(String(data) as Behaviour);
});

async function behave(behaviour: Behaviour): Promise<void> {
  if (behaviour === "hang") return;
  if (behaviour === "hang with a child") {
    spawn(process.execPath, [import.meta.filename, socketPath, ...rest], { stdio: "inherit" });
    return;
  }
  if (behaviour === "fail") {
    console.error("\u001b[31mthe witness is of no use\u001b[0m");
    process.exit(3);
  }
  if (behaviour === "die") process.kill(process.pid, "SIGKILL");
  if (behaviour === "kill the guard") process.kill(process.ppid, "SIGKILL");
  if (behaviour === "kill the process that asked") {
    process.kill(parentOf(process.ppid), "SIGKILL");
  }
  if (behaviour.startsWith("kill")) return;
  if (behaviour !== "write nothing") await writeProof(behaviour);
  process.exit(0);
}

function parentOf(pid: number): number {
  // Small systems have no ps, and others no /proc.
  if (!existsSync("/proc/self/status")) return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)]));
  return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]);
}

async function writeProof(behaviour: Behaviour): Promise<void> {
  const { proof, publicSignals } = await groth16.prove(zkey, { type: "mem", data: readFileSync(witness) });
  if (behaviour === "change a signal") publicSignals[2] = String(BigInt(publicSignals[2]!) + 1n);
  if (behaviour === "change a coordinate") proof.pi_c = proof.pi_a;
  if (behaviour === "lift a coordinate") proof.pi_a[0] = String(BigInt(proof.pi_a[0]) + BASE_FIELD_ORDER);
  if (behaviour === "be at infinity") proof.pi_a = ["0", "1", "0"];
  const text = JSON.stringify(behaviour === "write another shape" ? { pi_a: proof.pi_a, pi_c: proof.pi_c } : proof);
  if (behaviour === "write a folder") mkdirSync(proofPath);
  else writeFileSync(proofPath, behaviour === "write half of it" ? text.slice(0, text.length / 2) : text);
  writeFileSync(publicPath, JSON.stringify(publicSignals));
}
