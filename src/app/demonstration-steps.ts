import type { Step } from './demonstration.ts'
import { ensureDemonstrationAccounts } from './demonstration-accounts.ts'

/** What `npm start` fills the demonstration district with, in this order. */
export const demonstrationSteps: readonly Step[] = [
  { name: 'accounts', words: 'Demonstration accounts made', run: ensureDemonstrationAccounts },
]
