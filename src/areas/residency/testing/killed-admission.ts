/**
 * A process that admits somebody and may be killed while it does: `node killed-admission.ts DATABASE_URL HOME OFFER DAY [hold]`. With `hold` it
 * stays before its commit until it is killed.
 */
import { day } from '../../../platform/clock/day.ts'
import { asSystem, connect } from '../../../platform/db/index.ts'
import { orRefuse } from '../../../platform/http/index.ts'
import { admit } from '../admit.ts'
import { findHome } from '../home.ts'
import { CONTRACT, DISTRICT, NO_RISKS } from './house.ts'

const [url = '', id = '', offer = '', on = '', hold] = process.argv.slice(2)
const { db, close } = connect(url, 2, 'yiyang-killed')
const today = day(on)
const say = (word: string) => process.stdout.write(`${word}\n`)
await asSystem(db, async (tx) => {
  say('begun')
  const home = await findHome(tx, DISTRICT, id, today)
  if (home === undefined) throw new Error('no home')
  const order = { offer, from: today, risks: NO_RISKS, contract: CONTRACT }
  orRefuse(await admit(tx, { account: 'clerk', today, settings: [] }, home, order))
  say('written')
  if (hold !== undefined) await new Promise(() => {})
})
say('committed')
await close()
