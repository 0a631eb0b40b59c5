/** A process that fires deadlines and may be killed while it does: `node killed-clock.ts DATABASE_URL INSTANT`. */
import { connect } from '../../../platform/db/index.ts'
import { fireDeadlines } from '../deadlines.ts'
import { processes } from './permit.ts'

const [url = '', at = ''] = process.argv.slice(2)
const { db } = connect(url, 2, 'yiyang-killed')
process.stdout.write('begun\n')
await fireDeadlines(db, processes, new Date(at))
process.exit(0)
