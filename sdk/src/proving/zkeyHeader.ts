// SPDX-License-Identifier: MIT
import { bytesToHex, hexToBigInt } from "viem";
import { BaseError } from "../errors/BaseError.ts";
import { type OpenFile, openFile } from "../utils/fileAccess.ts";

/** A point of G1 as snarkjs writes it: projective coordinates, decimal. */
export type G1Coordinates = [string, string, string];

/** A point of G2 as snarkjs writes it. */
export type G2Coordinates = [[string, string], [string, string], [string, string]];

/** The verifying key that lies inside a proving key. */
export interface ZkeyHeader {
  /** Wires of the circuit, the constant one included. */
  wires: number;
  /** Public signals, the constant wire not included. */
  nPublic: number;
  /** Rows of the evaluation domain: a power of two. */
  domain: number;
  vk_alpha_1: G1Coordinates;
  vk_beta_2: G2Coordinates;
  vk_gamma_2: G2Coordinates;
  vk_delta_2: G2Coordinates;
  IC: G1Coordinates[];
}

/** Order of the base field of BN254, in which coordinates lie. */
const BASE_FIELD_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** 1/2^256 in the base field: files hold coordinates times 2^256. */
const MONTGOMERY_INVERSE = 20988524275117001072002809824448087578619730785600314334253784976379291040311n;

const ELEMENT_BYTES = 32;
const G1_BYTES = 2 * ELEMENT_BYTES;
const G2_BYTES = 4 * ELEMENT_BYTES;
const PREAMBLE_BYTES = 12;
const SECTION_HEADER_BYTES = 12;

const PROTOCOL_SECTION = 1;
const HEADER_SECTION = 2;
const IC_SECTION = 3;
const GROTH16 = 1;

// The header section: both primes with their sizes, three counts, and the points alpha, beta (twice), gamma, delta (twice).
const COUNTS = 2 * (4 + ELEMENT_BYTES);
const ALPHA_1 = COUNTS + 12;
const BETA_2 = ALPHA_1 + 2 * G1_BYTES;
const GAMMA_2 = BETA_2 + G2_BYTES;
const DELTA_2 = GAMMA_2 + G2_BYTES + G1_BYTES;
const HEADER_BYTES = DELTA_2 + G2_BYTES;

/**
 * Reads from a Groth16 proving key over BN254 what tells it from others, without reading the rest of the file.
 *
 * @param path - a .zkey file
 * @throws {@link BaseError} naming the file if it is missing, of another kind, or cut short
 */
export async function readZkeyHeader(path: string): Promise<ZkeyHeader> {
  let file: OpenFile;
  try {
    file = await openFile(path);
  } catch (cause) {
    throw new BaseError(`${path} cannot be opened; expected a proving key.`, { cause });
  }
  try {
    const sections = await findSections(file, path);
    const section = async (type: number, bytes: number): Promise<DataView> => {
      const found = sections.get(type);
      if (found === undefined || found.length !== bytes) {
        const what = found === undefined ? "no section" : `${found.length} bytes in section`;
        throw new BaseError(`${path} has ${what} ${type}; expected the ${bytes} bytes of a Groth16 key over BN254.`);
      }
      return read(file, path, found.start, bytes);
    };
    const protocol = (await section(PROTOCOL_SECTION, 4)).getUint32(0, true);
    if (protocol !== GROTH16) {
      throw new BaseError(`${path} is for proof system ${protocol}; expected ${GROTH16}, Groth16.`);
    }
    const header = await section(HEADER_SECTION, HEADER_BYTES);
    const prime = readInteger(header, 4);
    if (prime !== BASE_FIELD_ORDER) {
      throw new BaseError(`${path} is over the base field of order ${prime}; expected ${BASE_FIELD_ORDER} (BN254).`);
    }
    const nPublic = header.getUint32(COUNTS + 4, true);
    const ic = await section(IC_SECTION, (nPublic + 1) * G1_BYTES);
    return {
      wires: header.getUint32(COUNTS, true),
      nPublic,
      domain: header.getUint32(COUNTS + 8, true),
      vk_alpha_1: readG1(header, ALPHA_1),
      vk_beta_2: readG2(header, BETA_2),
      vk_gamma_2: readG2(header, GAMMA_2),
      vk_delta_2: readG2(header, DELTA_2),
      IC: Array.from({ length: nPublic + 1 }, (_, i) => readG1(ic, i * G1_BYTES)),
    };
  } finally {
    await file.close();
  }
}

/** Where each section lies: type (4 bytes), length (8), content; after the letters, the version and the number of sections. */
async function findSections(file: OpenFile, path: string): Promise<Map<number, { start: number; length: number }>> {
  const { size } = file;
  const preamble = await read(file, path, 0, PREAMBLE_BYTES);
  const letters = String.fromCharCode(...[0, 1, 2, 3].map((i) => preamble.getUint8(i)));
  if (letters !== "zkey") {
    throw new BaseError(`${path} begins with ${JSON.stringify(letters)}; expected "zkey", a proving key.`);
  }
  const sections = new Map<number, { start: number; length: number }>();
  let position = PREAMBLE_BYTES;
  for (let rest = preamble.getUint32(8, true); rest > 0 && position < size; rest--) {
    const header = await read(file, path, position, SECTION_HEADER_BYTES);
    const length = Number(header.getBigUint64(4, true));
    const start = position + SECTION_HEADER_BYTES;
    sections.set(header.getUint32(0, true), { start, length });
    position = start + length;
  }
  if (position !== size) {
    throw new BaseError(`${path} has ${size} bytes; expected ${position}, the length of its sections.`);
  }
  return sections;
}

async function read(file: OpenFile, path: string, position: number, bytes: number): Promise<DataView> {
  const found = await file.read(position, bytes);
  if (found.length < bytes) {
    throw new BaseError(
      `${path} is cut short: it has ${found.length} bytes from ${position} on; expected at least ${bytes}.`,
    );
  }
  return new DataView(found.buffer, found.byteOffset, bytes);
}

function readInteger(bytes: DataView, offset: number): bigint {
  return hexToBigInt(bytesToHex(new Uint8Array(bytes.buffer, bytes.byteOffset + offset, ELEMENT_BYTES).toReversed()));
}

function readCoordinate(bytes: DataView, offset: number): bigint {
  return (readInteger(bytes, offset) * MONTGOMERY_INVERSE) % BASE_FIELD_ORDER;
}

function readG1(bytes: DataView, offset: number): G1Coordinates {
  const [x, y] = [readCoordinate(bytes, offset), readCoordinate(bytes, offset + ELEMENT_BYTES)];
  // All zeros stand for the point at infinity.
  return x === 0n && y === 0n ? ["0", "1", "0"] : [String(x), String(y), "1"];
}

function readG2(bytes: DataView, offset: number): G2Coordinates {
  const coordinate = (i: number): bigint => readCoordinate(bytes, offset + i * ELEMENT_BYTES);
  const [x0, x1, y0, y1] = [coordinate(0), coordinate(1), coordinate(2), coordinate(3)];
  const atInfinity = x0 === 0n && x1 === 0n && y0 === 0n && y1 === 0n;
  return [[String(x0), String(x1)], atInfinity ? ["1", "0"] : [String(y0), String(y1)], [atInfinity ? "0" : "1", "0"]];
}
