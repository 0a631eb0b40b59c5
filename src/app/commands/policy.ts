import { resolveParameter } from '../../policy/index.ts'
import { flagOf, json, optionOf, readDay, readPlace, refused, runCommand } from '../command-line/arguments.ts'
import { readSettings } from '../command-line/settings-source.ts'

const USAGE = 'yiyang policy parameter ID --on DATE [--in DIVISION] [--follow] --json'

export const command = {
  name: 'policy',
  summary: 'one parameter of the catalogue as it stands on a day',
  run: (args: string[]): Promise<number> => runCommand(args, act),
}

async function act(args: readonly string[], [verb, id]: readonly string[]): Promise<number> {
  if (verb !== 'parameter' || id === undefined) throw refused('USAGE', `用法：${USAGE}`)
  const division = optionOf(args, '--in') === undefined ? undefined : readPlace(args)
  const found = resolveParameter(id, {
    on: readDay(args),
    follow: flagOf(args, '--follow'),
    settings: await readSettings(args),
    ...(division ? { division } : {}),
  })
  if (!found) throw refused('PARAMETER_UNKNOWN', `政策目录中没有名为 ${id} 的参数。`)
  return json(found)
}
