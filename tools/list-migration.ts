/** Prints the migration that makes the table of a plain list: `node tools/list-migration.ts idle-resource > db/migrations/NNNN_….sql`. */

import { findList, lists } from '../src/areas/lists/all-lists.ts'
import { tableSql } from '../src/engines/register/index.ts'

const list = findList(process.argv[2] ?? '')
if (list === undefined) {
  process.stderr.write(`Usage: node tools/list-migration.ts ${lists.map(({ id }) => id).join('|')}\n`)
  process.exitCode = 2
} else {
  process.stdout.write(tableSql(list))
}
