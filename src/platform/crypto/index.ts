export { type BlindColumn, type Keyring, keyringOf, KeyringError, newKeyFile, openKeyFile, parseKeyFile } from './keyring.ts'
export { maskIdNumber, maskName, maskPhone } from './mask.ts'
