// SPDX-License-Identifier: MIT
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const PACKAGES = ["torch", "safetensors", "onnx", "onnxscript"];
/** Its ONNX exporter is the one that the documentation calls. */
const OLDEST = [2, 9] as const;

const named = process.env.COMMONWEIGHT_PYTHON;
const python = named || "python3";

/** Why tests that need PyTorch are skipped; false where there is one. @throws where `COMMONWEIGHT_PYTHON` names a Python without */
export const pytorchMissing: string | false = (() => {
  const program = `import ${PACKAGES.join(", ")}; print(torch.__version__)`;
  const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8" });
  const [major = 0, minor = 0] = status === 0 ? stdout.split(".").map(Number) : [];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return false;
  const lacks = `${python} has no PyTorch of version ${OLDEST.join(".")} or later with what it needs to export`;
  if (named) throw new Error(`${lacks}; expected one, as COMMONWEIGHT_PYTHON names it.`);
  return `${lacks}; run \`pip install ${PACKAGES.join(" ")}\`, and name that Python in COMMONWEIGHT_PYTHON, to run these tests`;
})();

/** Runs a script in a folder, whose modules it finds. @returns what it prints */
export async function runPython(folder: string, script: string, args: readonly string[] = []): Promise<string> {
  const { stdout } = await run(python, [script, ...args], { cwd: folder, env: { ...process.env, PYTHONPATH: folder } });
  return stdout;
}
