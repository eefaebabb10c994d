// SPDX-License-Identifier: MIT
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Hides the compiler's warnings about packages that we depend on, so that a warning about our own contracts is seen. */
export const quietDependencies: HardhatPlugin = {
  id: "quiet-dependencies",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompilationJobErrors: async (context, job, output, next) => {
          const errors = await next(context, job, output);
          return errors.filter(
            ({ severity, formattedMessage }) =>
              severity === "error" || !/--> \S*node_modules\//.test(formattedMessage ?? ""),
          );
        },
      }),
    }),
  },
};
