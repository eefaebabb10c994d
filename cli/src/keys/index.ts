// SPDX-License-Identifier: MIT
export {
  createKeystore,
  importKeystore,
  type Keystore,
  type KeystoreParameters,
  listKeystores,
  unlockKeystore,
} from "./keystore.ts";
export { type OpenWalletParameters, openWallet, type Wallet, type WalletKind } from "./openWallet.ts";
export { PASSPHRASE_VARIABLE, type PassphraseSource, readPassphrase } from "./passphrase.ts";
export { accountOf, environmentAccount, KEY_VARIABLE } from "./privateKey.ts";
export { openSigner, signerTransport } from "./signer.ts";
