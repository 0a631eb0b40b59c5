export * from './field-contract.ts'
export * from './office-contract.ts'
export * from './people-contract.ts'
export * from './registers-contract.ts'
