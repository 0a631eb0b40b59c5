import { type OpeningLine, openingOf } from '../../policy/index.ts'
import { CommandRefused, json, optionOf, readDay, readPlace, refused, runCommand } from '../command-line/arguments.ts'
import { readText } from '../command-line/read-text.ts'
import { readSettings } from '../command-line/settings-source.ts'

const USAGE = 'yiyang facilities opening --facts FILE|- --on DATE --in DIVISION --json [--data DIR]'

export const command = {
  name: 'facilities',
  summary: 'opening: what a new home is spared, must do and can receive',
  run: (args: string[]): Promise<number> => runCommand(args, act),
}

async function act(args: readonly string[], words: readonly string[]): Promise<number> {
  if (words[0] !== 'opening') throw refused('USAGE', `用法：${USAGE}`)
  const asked = { on: readDay(args), division: readPlace(args), settings: await readSettings(args) }
  const file = optionOf(args, '--facts')
  const read = openingOf(parse(file === undefined ? '{}' : await readText(file)), asked)
  if (!read.ok)
    throw new CommandRefused('FACTS_INVALID', read.refusals.map((each) => each.message).join(''), {
      refusals: read.refusals,
    })
  // Facts are misspelt easily: what no rule asks for is said on standard error, so that the answer keeps its shape.
  if (read.ignored.length > 0) process.stderr.write(`没有规则用到这些事实，已略过：${read.ignored.join('、')}\n`)
  const { spared, required, verify, receivable, open } = read.opening
  const plain = ({ rule, clauses }: OpeningLine) => ({ rule, clauses })
  return json({
    spared: spared.map(plain),
    required: required.map(plain),
    verify: verify.map((each) => ({ ...plain(each), with: each.with })),
    receivable: receivable.map(({ rule, clauses, amountFen, nearMiss }) => ({
      rule,
      amountFen,
      clauses,
      ...(nearMiss ? { nearMiss } : {}),
    })),
    open: open.map(({ rule, missing }) => ({ rule, missing })),
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw refused('FACTS_INVALID', '事实文件不是有效的 JSON，例如应写作 {"newBeds": 50}。')
  }
}
