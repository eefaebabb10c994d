// SPDX-License-Identifier: MIT
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./car.ts";

export const exportCar: typeof node.exportCar = onlyInNode("exportCar", "copyContent to a server of IPFS");

export const importCar: typeof node.importCar = onlyInNode("importCar", "copyContent from a server of IPFS");
