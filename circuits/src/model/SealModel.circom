// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/GatedSignedBits.circom";
include "../arithmetic/PackLanes.circom";
include "../arithmetic/PackWords.circom";
include "../arithmetic/SignedBits.circom";
include "../arithmetic/laneElements.circom";
include "../arithmetic/lanesPerElement.circom";
include "../arithmetic/sum.circom";
include "../arithmetic/tightWords.circom";
include "../hash/CommitModel.circom";
include "../hash/Digest.circom";

// An operator's statement about a committed model of dense layers:
//
//   1. Every weight of layer l is in [−2^(weightBits[l]−1), 2^(weightBits[l]−1)), and 0 unless it is counted as non-zero;
//      every bias of layer l is in [−2^(biasBits[l]−1), 2^(biasBits[l]−1)).
//   2. The model costs `bits` bits: weightBits[l] for each weight of layer l that is counted, and biasBits[l] for every bias.
//   3. modelCommitment is the commitment, under `operator`, to the salt and these weights and biases, packed as EvaluateModel
//      uses them: those of layer 0 in tight words, those of later layers in lanes over outputs. A lane without an output is
//      absent from its sum, and so zero.
//   4. The words that will be published — the salt, all weights in tight words of 248 bits, all biases likewise — have, as
//      coefficients of a polynomial, the value `digest` at `challenge`.
//
// EvaluateModel relies on (1) for the weights of layers 1 and up, which it sees only packed.
template SealModel(
    architectureLayoutId,   // low 120 bits of the architecture's id
    features,               // inputs of layer 0
    depth,                  // layers
    rows,                   // rows[l]: stored outputs of layer l; the last layer does not store class 0
    weightBits,             // weightBits[l]
    biasBits,               // biasBits[l]
    stride                  // stride[l]: bits of a lane over the outputs of layer l; stride[0] is not used
) {
    assert(depth >= 2);

    // Counts of values, words and elements, which follow from the parameters.
    var counts[depth];   // stored weights a layer
    for (var l = 0; l < depth; l++) {
        counts[l] = rows[l] * (l == 0 ? features : rows[l - 1]);
    }
    var weights = sum(depth, counts);
    var biases = sum(depth, rows);
    var weightWords = tightWords(248, depth, counts, weightBits);
    var biasWords = tightWords(248, depth, rows, biasBits);
    var firstWeightWords = tightWords(248, 1, [counts[0]], [weightBits[0]]);
    var firstBiasWords = tightWords(248, 1, [rows[0]], [biasBits[0]]);
    var packedElements = laneElements(depth, rows, stride);

    // Public.
    signal input modelCommitment;
    signal input challenge;   // derived by the contract from the bytes and modelCommitment
    signal input digest;      // computed by the contract from the bytes and the challenge
    signal input bits;        // the proven size
    signal input operator;    // the account that claims, below 2^160

    // Private.
    signal input salt;               // any field element
    signal input weight[weights];    // signed; layer by layer, row by row
    signal input nonZero[weights];   // 1 wherever the weight is not 0
    signal input bias[biases];       // signed; layer by layer

    // 1. Ranges, and the offset form in which values are packed tightly.
    component weightRange[weights];
    component biasRange[biases];
    component weightWord = PackWords(248, depth, counts, weightBits);
    component biasWord = PackWords(248, depth, rows, biasBits);
    var size = 0;
    var w = 0;
    var b = 0;
    for (var l = 0; l < depth; l++) {
        for (var n = 0; n < counts[l]; n++) {
            weightRange[w] = GatedSignedBits(weightBits[l]);
            weightRange[w].in <== weight[w];
            weightRange[w].nonZero <== nonZero[w];
            weightWord.in[w] <== weightRange[w].offset;
            size += weightBits[l] * nonZero[w];
            w++;
        }
        for (var i = 0; i < rows[l]; i++) {
            biasRange[b] = SignedBits(biasBits[l]);
            biasRange[b].in <== bias[b];
            biasWord.in[b] <== biasRange[b].offset;
            size += biasBits[l];
            b++;
        }
    }

    // 2. The size.
    size === bits;

    // 3. The commitment.
    component commit = CommitModel(architectureLayoutId, firstWeightWords + firstBiasWords + packedElements);
    commit.salt <== salt;
    commit.operator <== operator;

    component firstWeightWord = PackWords(248, 1, [counts[0]], [weightBits[0]]);
    for (var n = 0; n < counts[0]; n++) {
        firstWeightWord.in[n] <== weightRange[n].offset;
    }
    component firstBiasWord = PackWords(248, 1, [rows[0]], [biasBits[0]]);
    for (var i = 0; i < rows[0]; i++) {
        firstBiasWord.in[i] <== biasRange[i].offset;
    }
    for (var k = 0; k < firstWeightWords; k++) {
        commit.element[k] <== firstWeightWord.word[k];
    }
    for (var k = 0; k < firstBiasWords; k++) {
        commit.element[firstWeightWords + k] <== firstBiasWord.word[k];
    }

    component lanes[packedElements];
    var at = 0;                      // elements packed
    var firstWeight = counts[0];     // first weight of layer l
    var firstBias = rows[0];         // first bias of layer l
    for (var l = 1; l < depth; l++) {
        var perElement = lanesPerElement(stride[l]);
        for (var c = 0; c < laneChunks(rows[l], stride[l]); c++) {
            var used = lanesInChunk(rows[l], stride[l], c);
            for (var j = 0; j < rows[l - 1]; j++) {
                lanes[at] = PackLanes(used, stride[l]);
                for (var i = 0; i < used; i++) {
                    lanes[at].in[i] <== weight[firstWeight + (c * perElement + i) * rows[l - 1] + j];
                }
                commit.element[firstWeightWords + firstBiasWords + at] <== lanes[at].packed;
                at++;
            }
            lanes[at] = PackLanes(used, stride[l]);
            for (var i = 0; i < used; i++) {
                lanes[at].in[i] <== bias[firstBias + c * perElement + i];
            }
            commit.element[firstWeightWords + firstBiasWords + at] <== lanes[at].packed;
            at++;
        }
        firstWeight += counts[l];
        firstBias += rows[l];
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
