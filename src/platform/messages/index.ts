export { openMessageGateway } from './message-gateway.ts'
