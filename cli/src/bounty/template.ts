// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** What `bounty init` fills in of what it knows. */
export interface TemplateValues {
  token?: Address | undefined;
  task: string;
  architecture: string;
}

/** A file of terms, each with its meaning, unit and bounds. */
export function termsTemplate({ token, task, architecture }: TemplateValues): string {
  return `# Terms of a bounty. They are frozen when it is created: commonweight bounty create THIS-FILE
# checks all of them first. Amounts are in the token's units, parts in per cent with at most two decimals.

# What people see. Title: at most 100 characters. Kind: compress, fine-tune, mixture of experts or new architecture.
title: "A title"
kind: new architecture
license: CC-BY-4.0
dataCard: "Where the data come from, and what a good model is for."
# What is longer lies elsewhere: an address, and a file with the same content, of which the hash is kept on the chain.
# spec: { uri: "ipfs://…", file: spec.md }

# The ERC-20 that everything is paid in. The escrow's owner allows tokens.
token: ${token ? `"${token}"` : '"0x…"'}

# The shape of the data, and the network: names of the deployment (commonweight architecture list), or ids.
# "any" admits every architecture that is registered for the task before architecturesUntil, which is at most trainingEnds.
task: ${task}
architecture: ${architecture}
# architecturesUntil: 2027-01-05 12:00

# Who wins: Accuracy, the most right answers; or Compression, the fewest bits among those at or above minimumScore.
ordering: Accuracy
# Right answers, of those on all drawn chunks together, below which nobody is ranked.
minimumScore: 1

# The evaluation set: CSV with the label last, or IDX with its labels. It is cut into chunks in its order; it must fill 2 to 64 of them.
# A quarter of them, rounded up, is shown before anybody pays. Features are multiplied by scale and rounded.
evaluation:
  file: evaluation.csv
  # labels: labels.idx
  scale: 1
  # Of symbols: numbers from 0, or a text and its alphabet. Each chunk is a run of its own.
  # alphabet: " abcdefghijklmnopqrstuvwxyz.,;-'"
# Chunks that score, drawn among those not shown: 1 to 16.
drawnChunks: 2

# Parts of the pot, the best first: at most 8, none above the one before, together 100 %.
prizes: [70 %, 30 %]

# Who owns the model, together 100 %: backers at least 20 %, the model's own treasury at most 50 %.
shares:
  backers: 60 %
  operators: 30 %
  sponsor: 10 %
  treasury: 0 %

# Contributions: below goal everything goes back; at cap training begins early.
goal: 500
cap: 1000
# The sponsor's: lost where the drawn chunks are not opened in time; a tenth of it where the sponsor cancels after the sample.
sponsorBond: 100
# Each operator's: lost where a winner does not publish its weights.
operatorBond: 50
# Each operator's, joins the pot: at most a tenth of operatorBond.
entryFee: 5

# When each window ends: a duration after the one before, the first after creation, or a time (2027-01-05 12:00, in this machine's zone
# unless it names one). Each is at most 180 days long.
windows:
  # Seal every chunk; half an hour later a sample is drawn, and has to be opened in time: at least 31 minutes.
  draftEnds: 2 days
  # Backers pay.
  fundingEnds: 7 days
  # Operators train and commit.
  trainingEnds: 14 days
  # The scored chunks are drawn half an hour after training, and opened: at least half an hour more than the shortest window.
  openingEnds: 1 day
  # Operators prove.
  provingEnds: 2 days
  # Winners publish their weights.
  claimEnds: 2 days
  # Where a winner did not, those below follow in turn.
  reserveEnds: 2 days

# The settled bounty whose model this one is made from, and the part of the revenue that goes to its owners: at most 20 %.
# parent: 1
# royalty: 10 %

# Records of training: operators that train by this recipe on these batches, and prove it, get the stipend, a part of the pot, on top of
# their prizes. The batches are public: publish the file. steps: at most 1048576; drawnSteps: 3 to 16, the first and the last
# among them; stipend: at most 50 %.
# training:
#   recipe: digits-mlp-sgd
#   batches: { file: train.csv, scale: 1 }
#   steps: 5000
#   drawnSteps: 16
#   stipend: 10 %

# Licences that the model sells, for periods of 30 days: at most 8. The hash of the file is kept on the chain.
# licenseTiers:
#   - { price: 10, termsUri: "ipfs://…", file: research.md }
`;
}
