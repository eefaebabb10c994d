// SPDX-License-Identifier: MIT
export {
  type EndpointAnswer,
  type ResilientTransport,
  type ResilientTransportOptions,
  type ResilientTransportValue,
  resilientTransport,
} from "./resilientTransport.ts";
