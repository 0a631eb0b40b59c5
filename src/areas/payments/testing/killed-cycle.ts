/** A process that pays one month from run to answered file and may be killed while it does: `node killed-cycle.ts DATABASE_URL FOLDER KEYS MONTH`. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { keyringOf, parseKeyFile } from '../../../platform/crypto/index.ts'
import { connect } from '../../../platform/db/index.ts'
import { openFileStore } from '../../../platform/files/index.ts'
import { payCycle } from './pay-cycle.ts'

const [url = '', folder = '', keys = '', month = ''] = process.argv.slice(2)
const { db, close } = connect(url, 3, 'yiyang-killed')
const store = openFileStore({ YIYANG_DATA: folder } as Parameters<typeof openFileStore>[0])
const parts = { store, keyring: keyringOf(parseKeyFile(readFileSync(keys, 'utf8'))) }
process.stdout.write('begun\n')
await payCycle(db, parts, month, (step) => process.stdout.write(`${step}\n`))
process.stdout.write(`done ${createHash('sha256').update(month).digest('hex').slice(0, 8)}\n`)
await close()
