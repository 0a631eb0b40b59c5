export * from './field-contract.ts'
