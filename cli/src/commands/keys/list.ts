// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import { listKeystores } from "../../keys/index.ts";
import type { Result } from "../../output.ts";

/** Every key of the keystore. */
export async function list({ settings }: Context): Promise<Result> {
  const keystores = await listKeystores(settings.keystore);
  const json = keystores.map(({ name, address }) => ({ name, address }));
  if (json.length === 0)
    return { json, text: `${settings.keystore} has no keys. Make one: commonweight keys create NAME` };
  const rows = json.map(({ name, address }) => [name, address ?? "an address that its file does not tell"]);
  return { json, text: formatTable(["name", "address"], rows, { left: ["address"] }) };
}
