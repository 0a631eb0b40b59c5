/** A process of its own for the kill tests: imports one file into the database it is given, and says when it is done. */
import { keyringOf, parseKeyFile } from '../../../platform/crypto/index.ts'
import { connect } from '../../../platform/db/index.ts'
import { importFile } from '../import-file.ts'
import { today, tree } from './staging.ts'

const [url = '', path = '', division = ''] = process.argv.slice(2)
const { db, close } = connect(url, 2, 'yiyang-kill')
process.stdout.write('started\n')
const report = await importFile(
  db,
  { keyring: keyringOf(parseKeyFile(process.env.YIYANG_KEYS ?? '')), tree },
  {
    path,
    fileName: 'ledger.xlsx',
    kind: 'ledger',
    division,
    account: 'clerk',
    today,
    commit: true,
  },
)
process.stdout.write(`done ${report.added}\n`)
await close()
