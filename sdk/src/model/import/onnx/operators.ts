// SPDX-License-Identifier: MIT

/** The operators of ONNX that can be imported, and what each becomes. */
export const OPERATORS = {
  Gemm: "a dense layer",
  MatMul: "a dense layer, or a matrix of an adapter",
  Add: "biases, a residual, or an adapter's sum",
  Conv: "a conv2d",
  Relu: "the end of a layer",
  MaxPool: "a maxPool",
  AveragePool: "an averagePool",
  GlobalAveragePool: "an averagePool of the whole image",
  Gather: "an embedding, or the weights of a chosen expert",
  GatherND: "the weights of a chosen expert",
  ArgMax: "a router's choice",
  Flatten: "a change of shape",
  Reshape: "a change of shape",
  Squeeze: "a change of shape",
  Unsqueeze: "a change of shape",
  Transpose: "weights in another order",
  Mul: "a factor of the input or of an adapter",
  Div: "a divisor of the input or of an adapter",
  Constant: "a constant",
  Pad: "nothing, by zero rows and columns",
  Identity: "nothing",
  Dropout: "nothing",
  Cast: "nothing",
} as const;

/** An operator of ONNX that is read. */
export type Operator = keyof typeof OPERATORS;

export function isKnownOperator(operator: string): operator is Operator {
  return Object.hasOwn(OPERATORS, operator);
}

/** What to do instead, for operators that exporters often write. */
const ADVICE: Record<string, string> = {
  Softmax: "logits are compared as they are: export without it",
  LogSoftmax: "logits are compared as they are: export without it",
  Sigmoid: "hidden layers end with a ReLU, the last with nothing",
  Tanh: "hidden layers end with a ReLU",
  Gelu: "hidden layers end with a ReLU",
  Erf: "hidden layers end with a ReLU, not a GELU",
  LeakyRelu: "hidden layers end with a ReLU",
  Clip: "activations saturate by themselves: use a ReLU",
  BatchNormalization: "fold it into the layer before it, as torch.nn.utils.fuse_conv_bn_eval does",
  LayerNormalization: "nothing can be divided by what depends on the sample",
  Shape: "give lengths as numbers: x.flatten(1) or x.view(-1, 1, 8, 8)",
  ConvTranspose: "use a convolution",
  LSTM: "use a window of symbols with an embedding",
  GRU: "use a window of symbols with an embedding",
};

/** Advice in parentheses' place; empty where there is none. */
export function adviceOn(operator: string): string {
  const advice = Object.hasOwn(ADVICE, operator) ? ADVICE[operator] : undefined;
  return advice ? `: ${advice}` : "";
}
