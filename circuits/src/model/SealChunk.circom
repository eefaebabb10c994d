// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/Bits.circom";
include "../arithmetic/PackLanes.circom";
include "../arithmetic/PackWords.circom";
include "../arithmetic/tightWords.circom";
include "../hash/CommitData.circom";
include "../hash/Digest.circom";
include "../nn/OneHot.circom";

// A sponsor's statement about a sealed chunk of a data set:
//
//   1. Every feature is in [0, 2^featureBits).
//   2. Every label is one-hot.
//   3. dataCommitment is the commitment to the salt, the features packed a lane a sample, and the label words.
//   4. The words that will be published — the salt, the features of sample after sample in tight words of 248 bits, the label
//      words — have, as coefficients of a polynomial, the value `digest` at `challenge`.
//
// EvaluateModel relies on (1) for the lanes of the data. Features and labels are determined by the words, and by the
// elements of the commitment.
template SealChunk(
    taskLayoutId,        // low 120 bits of the task's id
    features, featureBits, classes,
    groups,              // elements a feature
    samplesPerElement,   // lanes of each
    stride               // bits of a lane
) {
    assert(featureBits <= stride);

    var samples = groups * samplesPerElement;
    var featureWords = tightWords(248, 1, [samples * features], [featureBits]);
    var labelWords = tightWords(240, 1, [samples], [classes]);

    // Public.
    signal input dataCommitment;
    signal input challenge;   // derived by the contract from the bytes and dataCommitment
    signal input digest;      // computed by the contract from the bytes and the challenge

    // Private.
    signal input salt;                        // any field element
    signal input feature[samples][features];  // in [0, 2^featureBits)
    signal input label[samples][classes];     // one-hot

    // 1. Features are in range.
    component range[samples][features];
    component featureWord = PackWords(248, 1, [samples * features], [featureBits]);
    for (var s = 0; s < samples; s++) {
        for (var j = 0; j < features; j++) {
            range[s][j] = Bits(featureBits);
            range[s][j].in <== feature[s][j];
            featureWord.in[s * features + j] <== feature[s][j];
        }
    }

    // 2. Labels are one-hot.
    component oneHot[samples];
    component labelWord = PackWords(240, 1, [samples], [classes]);
    for (var s = 0; s < samples; s++) {
        oneHot[s] = OneHot(classes);
        oneHot[s].flag <== label[s];
        labelWord.in[s] <== oneHot[s].packed;
    }

    // 3. The commitment.
    component lanes[groups][features];
    component commit = CommitData(taskLayoutId, groups, features, labelWords);
    commit.salt <== salt;
    for (var g = 0; g < groups; g++) {
        for (var j = 0; j < features; j++) {
            lanes[g][j] = PackLanes(samplesPerElement, stride);
            for (var s = 0; s < samplesPerElement; s++) {
                lanes[g][j].in[s] <== feature[g * samplesPerElement + s][j];
            }
            commit.packed[g][j] <== lanes[g][j].packed;
        }
    }
    commit.labelWord <== labelWord.word;
    commit.commitment === dataCommitment;

    // 4. The digest of the words.
    component words = Digest(1 + featureWords + labelWords);
    words.word[0] <== salt;
    for (var k = 0; k < featureWords; k++) {
        words.word[1 + k] <== featureWord.word[k];
    }
    for (var k = 0; k < labelWords; k++) {
        words.word[1 + featureWords + k] <== labelWord.word[k];
    }
    words.challenge <== challenge;
    words.value === digest;
}
