/** A worker process for the kill test: `node killed-worker.ts DATABASE_URL`. Each job writes its number once, slowly, in steps. */
import { sql } from 'kysely'
import { asSystem, connect } from '../../db/index.ts'
import { openSignals } from '../../events/index.ts'
import { createLog } from '../../log/log.ts'
import { jobKind, openJobQueue, startWorker } from '../index.ts'

const url = process.argv[2] ?? ''
const log = createLog('error')
const { db } = connect(url, 4)
const signals = openSignals(url, log)
await signals.start()
const write = jobKind<{ number: number }>({
  kind: 'write',
  run: async (job) => {
    for (let step = 1; step <= 4; step++) {
      await new Promise((done) => setTimeout(done, 12))
      await job.report(step, 4)
    }
    await asSystem(db, async (tx) => {
      await sql`insert into platform.outbox (district, id, kind, payload)
        values ('', gen_random_uuid(), 'written', ${JSON.stringify({ number: job.data.number })}::jsonb)`.execute(tx)
      await job.finish(tx, { number: job.data.number })
    })
    await new Promise((done) => setTimeout(done, 8))
  },
})
await startWorker({ db, queue: openJobQueue(url, log), signals, kinds: [write], log })
process.stdout.write('working\n')
