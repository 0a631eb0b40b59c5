/** A process that computes one month and may be killed while it does: `node killed-run.ts DATABASE_URL 2026-11`. */
import { connect } from '../../../platform/db/index.ts'
import { runMonth } from '../run-month.ts'
import { batchOf, DISTRICT, month, settingsOf } from './town.ts'

const [url = '', text = ''] = process.argv.slice(2)
const { db, close } = connect(url, 2, 'yiyang-killed')
const at = month(text)
process.stdout.write('begun\n')
await runMonth(db, {
  batch: batchOf(DISTRICT, at),
  month: at,
  settings: settingsOf(),
  account: 'officer',
  progress: async (done, of) => void process.stdout.write(`${done}/${of}\n`),
})
await close()
