export { ensureKeysFit, KeysDoNotFit } from './key-check.ts'
export { openKeyFile, withNewKey } from './key-file.ts'
export {
  type BlindColumn,
  type Keyring,
  KeyringError,
  keyringOf,
  newKeyFile,
  parseKeyFile,
  readKeyFile,
  writeKeyFile,
} from './keyring.ts'
export { maskIdNumber, maskPhone } from './mask.ts'
export { maskName } from './mask-name.ts'
export { resealColumn, type SealedColumn, sealedColumns, versionsOf } from './reseal.ts'
export { beginBlindRotation, finishBlindRotation, rotateBlind } from './rotate-blind.ts'
