export { announceChange, changeHandler } from './changes.ts'
export { eventsArea } from './routes.ts'
export { openSignals, type Signal, type Signals } from './signals.ts'
