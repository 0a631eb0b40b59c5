import type { Step } from './demonstration.ts'

/** What `npm start` fills the demonstration district with, in this order. */
export const demonstrationSteps: readonly Step[] = []
