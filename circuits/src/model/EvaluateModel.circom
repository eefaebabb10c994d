// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../arithmetic/PackWords.circom";
include "../arithmetic/SignedBits.circom";
include "../arithmetic/laneElements.circom";
include "../arithmetic/lanesPerElement.circom";
include "../arithmetic/sum.circom";
include "../arithmetic/tightWords.circom";
include "../hash/CommitData.circom";
include "../hash/CommitModel.circom";
include "../nn/DenseOverOutputs.circom";
include "../nn/DenseOverSamples.circom";
include "../nn/OneHot.circom";
include "../nn/RequantiseReLU.circom";
include "../nn/StrictArgmax.circom";

// An operator's statement about a committed model of dense ReLU layers and a committed chunk of data:
//
//   1. modelCommitment is the commitment, under `operator`, to a salt, the weights and biases of layer 0, each in the range of
//      its bits, and packed weights and biases of the later layers.
//   2. dataCommitment is the commitment to a salt, packed features, and one-hot labels.
//   3. On every sample, layer 0 (lanes over samples) and the layers after it (lanes over outputs), each but the last
//      requantised, give the claimed logits.
//   4. `correct` samples are claimed right, and in each of them the labelled class wins strictly.
//
// The ranges of the features are SealChunk's to prove, for the same dataCommitment; those of the weights and biases of layers 1
// and up, and that lanes without an output are zero, are SealModel's, for the same modelCommitment. Without them this
// proves nothing: the contract counts a score only together with both. The generator refuses parameters whose bounds do
// not make lane packing exact.
template EvaluateModel(
    architectureLayoutId,   // low 120 bits of the architecture's id
    taskLayoutId,           // low 120 bits of the task's id
    features,               // inputs of layer 0
    classes,
    groups,                 // elements a feature
    samplesPerElement,      // lanes of each
    depth,                  // layers
    rows,                   // rows[l]: stored outputs of layer l; the last layer does not store class 0, whose logit is 0
    weightBits,             // of layer 0
    biasBits,               // of layer 0
    accumulatorBits,        // accumulatorBits[l]; of the last layer, bits of a difference of logits
    shift,                  // shift[l], of all layers but the last
    activationBits,         // activationBits[l], of all layers but the last
    stride                  // stride[l]: bits of a lane; stride[0] over the samples, stride[l] over the outputs of layer l
) {
    assert(depth >= 2);
    assert(rows[depth - 1] == classes - 1);

    // Counts of values, words and elements, which follow from the parameters.
    var samples = groups * samplesPerElement;
    var hidden = sum(depth - 1, rows);   // requantised outputs a sample
    var weightWords = tightWords(248, 1, [rows[0] * features], [weightBits]);
    var biasWords = tightWords(248, 1, [rows[0]], [biasBits]);
    var packedElements = laneElements(depth, rows, stride);
    var chunks = 0;   // products of columns and activations a sample
    for (var l = 1; l < depth; l++) {
        chunks += laneChunks(rows[l], stride[l]);
    }
    var labelWords = tightWords(240, 1, [samples], [classes]);

    // Public.
    signal input modelCommitment;
    signal input dataCommitment;
    signal input correct;     // samples claimed right
    signal input operator;    // the account that claims, below 2^160

    // Private: the model.
    signal input modelSalt;                  // any field element
    signal input weight[rows[0]][features];  // layer 0; signed
    signal input bias[rows[0]];              // layer 0; signed
    signal input element[packedElements];    // later layers, as committed: layer by layer, chunk by chunk, a column for each
                                             // input, then the biases. Any field elements here; ranged by SealModel

    // Private: the chunk.
    signal input dataSalt;                   // any field element
    signal input packed[groups][features];   // a lane a sample. Any field elements here; ranged by SealChunk
    signal input label[samples][classes];    // one-hot

    // Private: the computation.
    signal input accumulator[samples][hidden];   // of all layers but the last, layer by layer; signed
    signal input deficit[samples][classes];      // how far each logit stays below the sample's level (see StrictArgmax)
    signal input right[samples];                 // 1 where the sample is claimed right

    // 1. The model.
    component weightRange[rows[0]][features];
    component biasRange[rows[0]];
    component weightWord = PackWords(248, 1, [rows[0] * features], [weightBits]);
    component biasWord = PackWords(248, 1, [rows[0]], [biasBits]);
    for (var i = 0; i < rows[0]; i++) {
        for (var j = 0; j < features; j++) {
            weightRange[i][j] = SignedBits(weightBits);
            weightRange[i][j].in <== weight[i][j];
            weightWord.in[i * features + j] <== weightRange[i][j].offset;
        }
        biasRange[i] = SignedBits(biasBits);
        biasRange[i].in <== bias[i];
        biasWord.in[i] <== biasRange[i].offset;
    }

    component commitModel = CommitModel(architectureLayoutId, weightWords + biasWords + packedElements);
    commitModel.salt <== modelSalt;
    commitModel.operator <== operator;
    for (var k = 0; k < weightWords; k++) {
        commitModel.element[k] <== weightWord.word[k];
    }
    for (var k = 0; k < biasWords; k++) {
        commitModel.element[weightWords + k] <== biasWord.word[k];
    }
    for (var k = 0; k < packedElements; k++) {
        commitModel.element[weightWords + biasWords + k] <== element[k];
    }
    commitModel.commitment === modelCommitment;

    // 2. The chunk.
    component oneHot[samples];
    component labelWord = PackWords(240, 1, [samples], [classes]);
    for (var s = 0; s < samples; s++) {
        oneHot[s] = OneHot(classes);
        oneHot[s].flag <== label[s];
        labelWord.in[s] <== oneHot[s].packed;
    }

    component commitData = CommitData(taskLayoutId, groups, features, labelWords);
    commitData.salt <== dataSalt;
    commitData.packed <== packed;
    commitData.labelWord <== labelWord.word;
    commitData.commitment === dataCommitment;

    // 3. The computation. First every accumulator is ranged and requantised, and every logit expressed by its deficit.
    component requantise[samples][hidden];
    component argmax[samples];
    for (var s = 0; s < samples; s++) {
        var at = 0;
        for (var l = 0; l < depth - 1; l++) {
            for (var i = 0; i < rows[l]; i++) {
                requantise[s][at] = RequantiseReLU(accumulatorBits[l], shift[l], activationBits[l]);
                requantise[s][at].accumulator <== accumulator[s][at];
                at++;
            }
        }
        argmax[s] = StrictArgmax(classes, accumulatorBits[depth - 1]);
        argmax[s].label <== label[s];
        argmax[s].deficit <== deficit[s];
        argmax[s].right <== right[s];
    }

    // Then each layer is computed from the requantised outputs of the one before.
    component first = DenseOverSamples(features, rows[0], groups, samplesPerElement, stride[0]);
    first.packed <== packed;
    first.weight <== weight;
    first.bias <== bias;
    for (var s = 0; s < samples; s++) {
        for (var i = 0; i < rows[0]; i++) {
            first.accumulator[s][i] <== accumulator[s][i];
        }
    }

    component later[samples][chunks];
    for (var s = 0; s < samples; s++) {
        var chunk = 0;         // chunks done
        var at = 0;            // elements used
        var inputsFrom = 0;    // first hidden output of layer l − 1
        for (var l = 1; l < depth; l++) {
            var outputsFrom = inputsFrom + rows[l - 1];   // first hidden output of layer l
            for (var c = 0; c < laneChunks(rows[l], stride[l]); c++) {
                var row = c * lanesPerElement(stride[l]);   // first output of the chunk
                var outputs = lanesInChunk(rows[l], stride[l], c);
                later[s][chunk] = DenseOverOutputs(rows[l - 1], outputs, stride[l]);
                for (var j = 0; j < rows[l - 1]; j++) {
                    later[s][chunk].activation[j] <== requantise[s][inputsFrom + j].activation;
                    later[s][chunk].column[j] <== element[at + j];
                }
                later[s][chunk].bias <== element[at + rows[l - 1]];
                for (var i = 0; i < outputs; i++) {
                    if (l == depth - 1) {
                        later[s][chunk].accumulator[i] <== argmax[s].logit[row + i];
                    } else {
                        later[s][chunk].accumulator[i] <== accumulator[s][outputsFrom + row + i];
                    }
                }
                at += rows[l - 1] + 1;
                chunk++;
            }
            inputsFrom = outputsFrom;
        }
    }

    // 4. The score.
    var claimed = 0;
    for (var s = 0; s < samples; s++) {
        claimed += right[s];
    }
    claimed === correct;
}
