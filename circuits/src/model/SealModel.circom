// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/GatedWeightRange.circom";
include "../arithmetic/PackWords.circom";
include "../arithmetic/SignedBits.circom";
include "../arithmetic/lanesPerElement.circom";
include "../arithmetic/matrixElements.circom";
include "../arithmetic/sum.circom";
include "../arithmetic/tightWords.circom";
include "../hash/CommitModel.circom";
include "../hash/Digest.circom";
include "../nn/PackVectors.circom";

// An operator's statement about a committed model, which is a list of matrices:
//
//   1. Every weight of matrix m is −1 or 1, if weightBits[m] = 1, or else in [−2^(weightBits[m]−1), 2^(weightBits[m]−1)), and 0
//      unless it is counted as non-zero; every bias of matrix m is in [−2^(biasBits[m]−1), 2^(biasBits[m]−1)).
//   2. The model costs `bits` bits: weightBits[m] for each weight of matrix m that is counted, which all are if weightBits[m] = 1;
//      biasBits[m] for every bias; and constantBits.
//   3. modelCommitment is the commitment, under `operator`, to the salt and these weights and biases, matrix by matrix, packed as
//      EvaluateModel uses them: tight words where its lanes are over samples, or lanes over outputs. A lane without a
//      row is absent from its sum, and so zero.
//   4. The words that will be published — the salt, all weights in tight words of 248 bits, all biases likewise — have, as
//      coefficients of a polynomial, the value `digest` at `challenge`.
//
// EvaluateModel relies on (1) and (3) for matrices with lanes over outputs, which it sees only packed.
//
// Constraints: of a weight weightBits + 1, or 1 if weightBits is 1; of a bias biasBits; of all words but one, 1; and the commitment.
template SealModel(
    architectureLayoutId,   // low 120 bits of the architecture's id
    matrices,               // how many there are; one at least has biases
    rows,                   // rows[m]: stored outputs of matrix m
    columns,                // columns[m]: its inputs
    weightBits,             // weightBits[m]: 1, for ±1, or more
    biasBits,               // biasBits[m]; 0 for a matrix without biases
    stride,                 // stride[m]: bits of a lane over the outputs of matrix m; 0 if its lanes are over samples
    constantBits            // what else the size counts: frozen weights
) {
    // Counts of values and words, which follow from the parameters.
    var weightCounts[matrices];
    var biasCounts[matrices];
    for (var m = 0; m < matrices; m++) {
        weightCounts[m] = rows[m] * columns[m];
        biasCounts[m] = biasBits[m] == 0 ? 0 : rows[m];
    }
    var weights = sum(matrices, weightCounts);
    var biases = sum(matrices, biasCounts);
    var weightWords = tightWords(248, matrices, weightCounts, weightBits);
    var biasWords = tightWords(248, matrices, biasCounts, biasBits);
    assert(biases >= 1);

    // Public.
    signal input modelCommitment;
    signal input challenge;   // derived by the contract from the bytes and modelCommitment
    signal input digest;      // computed by the contract from the bytes and the challenge
    signal input bits;        // the proven size
    signal input operator;    // the account that claims, below 2^160

    // Private.
    signal input salt;               // any field element
    signal input weight[weights];    // signed; matrix by matrix, row by row
    signal input nonZero[weights];   // 1 wherever the weight is not 0
    signal input bias[biases];       // signed; matrix by matrix

    // 1. Ranges, and the offset form in which values are packed tightly.
    component weightRange[weights];
    component biasRange[biases];
    component weightWord = PackWords(248, matrices, weightCounts, weightBits);
    component biasWord = PackWords(248, matrices, biasCounts, biasBits);
    var size = constantBits;
    var w = 0;
    var b = 0;
    for (var m = 0; m < matrices; m++) {
        for (var n = 0; n < weightCounts[m]; n++) {
            weightRange[w] = GatedWeightRange(weightBits[m]);
            weightRange[w].in <== weight[w];
            weightRange[w].nonZero <== nonZero[w];
            weightWord.in[w] <== weightRange[w].offset;
            size += weightBits[m] * nonZero[w];
            w++;
        }
        for (var i = 0; i < biasCounts[m]; i++) {
            biasRange[b] = SignedBits(biasBits[m]);
            biasRange[b].in <== bias[b];
            biasWord.in[b] <== biasRange[b].offset;
            size += biasBits[m];
            b++;
        }
    }

    // 2. The size.
    size === bits;

    // 3. The commitment.
    var elements = matrixElements(matrices, rows, columns, weightBits, biasBits, stride);
    component commit = CommitModel(architectureLayoutId, elements);
    commit.salt <== salt;
    commit.operator <== operator;

    component tightWeights[matrices];   // over samples
    component tightBiases[matrices];    // over samples, with biases
    component lanes[matrices];          // over outputs; a last column for biases
    var firstWeight = 0;                // of matrix m
    var firstBias = 0;                  // of matrix m
    var at = 0;                         // elements packed
    for (var m = 0; m < matrices; m++) {
        if (stride[m] == 0) {
            tightWeights[m] = PackWords(248, 1, [weightCounts[m]], [weightBits[m]]);
            for (var n = 0; n < weightCounts[m]; n++) {
                tightWeights[m].in[n] <== weightRange[firstWeight + n].offset;
            }
            for (var k = 0; k < tightWords(248, 1, [weightCounts[m]], [weightBits[m]]); k++) {
                commit.element[at] <== tightWeights[m].word[k];
                at++;
            }
            if (biasCounts[m] > 0) {
                tightBiases[m] = PackWords(248, 1, [biasCounts[m]], [biasBits[m]]);
                for (var i = 0; i < biasCounts[m]; i++) {
                    tightBiases[m].in[i] <== biasRange[firstBias + i].offset;
                }
                for (var k = 0; k < tightWords(248, 1, [biasCounts[m]], [biasBits[m]]); k++) {
                    commit.element[at] <== tightBiases[m].word[k];
                    at++;
                }
            }
        } else {
            var packed = columns[m] + (biasCounts[m] == 0 ? 0 : 1);   // elements a chunk
            lanes[m] = PackVectors(rows[m], packed, lanesPerElement(stride[m]), stride[m]);
            for (var i = 0; i < rows[m]; i++) {
                for (var j = 0; j < columns[m]; j++) {
                    lanes[m].in[i][j] <== weight[firstWeight + i * columns[m] + j];
                }
                if (biasCounts[m] > 0) {
                    lanes[m].in[i][columns[m]] <== bias[firstBias + i];
                }
            }
            for (var c = 0; c < laneChunks(rows[m], stride[m]); c++) {
                for (var j = 0; j < packed; j++) {
                    commit.element[at] <== lanes[m].packed[c][j];
                    at++;
                }
            }
        }
        firstWeight += weightCounts[m];
        firstBias += biasCounts[m];
    }
    commit.commitment === modelCommitment;

    // 4. The digest of the words.
    component words = Digest(1 + weightWords + biasWords);
    words.word[0] <== salt;
    for (var k = 0; k < weightWords; k++) {
        words.word[1 + k] <== weightWord.word[k];
    }
    for (var k = 0; k < biasWords; k++) {
        words.word[1 + weightWords + k] <== biasWord.word[k];
    }
    words.challenge <== challenge;
    words.value === digest;
}
