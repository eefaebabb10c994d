// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a signer answers to a method: a result, or an error. Methods that are not there are unknown to it. */
export type SignerAnswers = Record<string, unknown>;

/** Runs an action with an external signer in this process; `asked` has the methods that it was asked, in order. */
export async function withSigner(
  answers: SignerAnswers,
  action: (signer: { url: string; asked: string[] }) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const http = createServer(async (request, response) => {
    const { id, method } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    asked.push(method);
    const error = { code: -32601, message: `the method ${method} is not available` };
    const answer = method in answers ? { result: answers[method] } : { error };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  try {
    await action({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, asked });
  } finally {
    http.close();
    http.closeAllConnections();
  }
}
