export { type DeliveredEvent, type Dispatcher, type OutboxHandler, startDispatcher } from './dispatcher.ts'
export { type OutboxEvent, publish } from './publish.ts'
