export {
  type BlindColumn,
  type Keyring,
  KeyringError,
  keyringOf,
  newKeyFile,
  openKeyFile,
  parseKeyFile,
} from './keyring.ts'
export { maskIdNumber, maskName, maskPhone } from './mask.ts'
