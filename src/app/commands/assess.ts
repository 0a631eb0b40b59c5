import {
  type Answers,
  type Instrument,
  itemsOf,
  mostPoints,
  type Score,
  type SettingOf,
  score,
} from '../../engines/instrument/index.ts'
import { dayAt } from '../../platform/clock/day.ts'
import { findInstrument, instruments, resolveParameter } from '../../policy/index.ts'
import { json, optionOf, readDay, readPlace, refused, runCommand } from '../command-line/arguments.ts'
import { readText } from '../command-line/read-text.ts'
import { readSettings } from '../command-line/settings-source.ts'

const KNOWN = instruments.map((each) => each.id).join('|')
const USAGE = `yiyang assess score|items ${KNOWN} [--answers FILE|-] [--on DATE] [--in DIVISION] [--json]`
/** Values of the form are asked for the whole city unless a place is named. */
const CITY = '500000'

export const command = {
  name: 'assess',
  summary: 'score a filled form (score), or list what it asks (items)',
  run: (args: string[]): Promise<number> => runCommand(args, act),
}

async function act(args: readonly string[], [verb, id]: readonly string[]): Promise<number> {
  const instrument = id === undefined ? undefined : findInstrument(id)
  if (verb !== 'score' && verb !== 'items') throw refused('USAGE', `用法：${USAGE}`)
  if (instrument === undefined) throw refused('INSTRUMENT_UNKNOWN', `请写明评估表：${KNOWN}。用法：${USAGE}`)
  if (verb === 'items')
    return json({
      instrument: instrument.id,
      version: instrument.version,
      sections: instrument.sections.map((each) => ({ code: each.code, label: each.label, most: mostPoints(each) })),
      items: itemsOf(instrument),
      circumstances: instrument.circumstances ?? [],
      levels: instrument.levels,
    })
  const file = optionOf(args, '--answers')
  if (file === undefined) throw refused('ANSWERS_MISSING', '请用 --answers 写明答卷文件，或用 - 从标准输入读入。')
  const answers = parse(await readText(file))
  refuseUnknownEvents(instrument, answers)
  return json(answer(score(instrument, answers, await settingsAt(args))))
}

/** The stable form of the answer. `domains` stands only where the form grades its parts first, `ignored` where a name is unknown. */
function answer({ instrument, domains, ignored, ...scored }: Score) {
  return {
    instrument,
    ...scored,
    ...(Object.keys(domains).length > 0 ? { domains } : {}),
    ...(ignored.length > 0 ? { ignored } : {}),
  }
}

/** An event under a name that the form does not have would be counted as nothing; scripts must hear of it. */
function refuseUnknownEvents({ circumstances = [] }: Instrument, answers: Answers): void {
  for (const { code, kind, kinds } of circumstances) {
    const given = answers[code]
    if (kind !== 'counts' || kinds === undefined || typeof given !== 'object' || given === null) continue
    const unknown = Object.keys(given).filter((name) => !kinds.some((each) => each.code === name))
    if (unknown.length === 0) continue
    const known = kinds.map((each) => `${each.code}（${each.label}）`).join('、')
    throw refused('EVENT_UNKNOWN', `${code} 中没有名为 ${unknown.join('、')} 的事件，可写：${known}。`)
  }
}

async function settingsAt(args: readonly string[]): Promise<SettingOf> {
  const on = optionOf(args, '--on') === undefined ? dayAt(new Date()) : readDay(args)
  const division = optionOf(args, '--in') === undefined ? CITY : readPlace(args)
  const settings = await readSettings(args)
  return (id) => {
    const value = resolveParameter(id, { on, division, settings })?.value
    return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  }
}

function parse(text: string): Answers {
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Answers
  } catch {
    // Falls through to the refusal: what cannot be read and what is no form end alike.
  }
  throw refused('ANSWERS_INVALID', '答卷不是有效的 JSON，应写作 {"items": {"B.1.1": 4}, "coma": false}。')
}
