export { type MessageGateway, MessageNotSent, openMessageGateway } from './message-gateway.ts'
