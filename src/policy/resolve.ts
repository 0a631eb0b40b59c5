/** A parameter as it stands: its version in force, its period, and the setting where the documents leave it open. */

import {
  type Clause,
  type Context,
  NATION,
  type ParameterInForce,
  type ParameterValue,
  type Places,
} from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { findDocument, findParameter, type ParameterRow } from './catalogue.ts'
import { placesByKey } from './places.ts'
import { findSetting, noSettings, type Settings } from './settings.ts'
import { lastVerifiedOn, type Verifications } from './verified.ts'

export type Asked = {
  readonly on: Day
  readonly division?: string
  readonly settings?: Settings
  /** Take the successor that is in force on the day, along `superseded_by`; a restatement ends nothing and is not followed. */
  readonly follow?: boolean
  readonly places?: Places
  /** Clauses checked since the catalogue was written. */
  readonly verifications?: Verifications
}

/** What `yiyang policy parameter` prints. In force, period over and last verified are three things, shown apart. */
export type ResolvedParameter = {
  readonly id: string
  readonly value: ParameterRow['value']
  readonly unit: string | null
  readonly inForce: boolean
  /** The deadline, or the plan's period, lies before the day: reported on, no longer chased. */
  readonly periodOver: boolean
  /** The day on which the text itself proves the value; nobody has checked since. */
  readonly lastVerified: Day | null
  readonly from: Day
  /** Exclusive; null while no document ends it. */
  readonly until: Day | null
  readonly clause: Clause
  readonly name: string
  readonly jurisdiction: string
  /** False when the parameter's place does not contain the division asked. */
  readonly reaches: boolean
  readonly deadline: Day | null
  readonly supersededBy: readonly string[]
  readonly restatedBy: readonly string[]
  /** `document` for a value of the catalogue, `setting` for a district's own, `unset` where it is open and blocks by name. */
  readonly basis: 'document' | 'setting' | 'unset'
  readonly setting?: {
    readonly division: string
    readonly from: Day
    readonly until: Day | null
    readonly signedBy: readonly string[]
    readonly example: boolean
  }
  readonly note?: string
}

/** Undefined for an id that the catalogue does not carry. */
export function resolveParameter(id: string, asked: Asked): ResolvedParameter | undefined {
  const start = findParameter(id)
  if (!start) return undefined
  return stand(asked.follow ? successor(start, asked.on) : start, asked)
}

/** The places whose documents are in the catalogue, and those that a document leaves out. */
const PLACE_NAMES: Readonly<Record<string, string>> = {
  '000000': '全国',
  '500000': '重庆市',
  '500103': '渝中区',
  '500113': '重庆市巴南区',
  liangjiang: '两江新区',
}

const inForceOn = (row: ParameterRow, on: Day): boolean =>
  row.effective_from <= on && (row.effective_to === null || on < row.effective_to)

/** The last link of the chain that is in force on the day; the row itself where no successor is. */
function successor(row: ParameterRow, on: Day, seen: ReadonlySet<string> = new Set()): ParameterRow {
  const next = (row.superseded_by ?? [])
    .map(findParameter)
    .find((each) => each !== undefined && !seen.has(each.id) && each.effective_from <= on)
  return next ? successor(next, on, new Set([...seen, row.id])) : row
}

function stand(
  row: ParameterRow,
  { on, division, settings = noSettings, places = placesByKey, verifications }: Asked,
): ResolvedParameter {
  const chain = places.chain(division ?? row.jurisdiction, on)
  const reaches = row.jurisdiction === NATION || chain.includes(row.jurisdiction)
  const document = findDocument(row.source.doc)
  const isOpen = row.value === null && row.accepts !== undefined
  const setting = findSetting(isOpen ? settings : settings.filter((each) => each.trial), row.id, chain, on)
  const ends = [row.deadline, document?.class === 'period-plan' ? document.until : null]
  return {
    id: row.id,
    value: setting ? setting.value : row.value,
    unit: row.unit ?? (setting ? (row.accepts?.unit ?? null) : null),
    inForce: reaches && inForceOn(row, on),
    periodOver: ends.some((end) => end !== null && end < on),
    lastVerified: lastVerifiedOn(row.source, verifications),
    from: row.effective_from,
    until: row.effective_to,
    clause: row.source,
    name: row.name_zh,
    jurisdiction: row.jurisdiction,
    reaches,
    deadline: row.deadline,
    supersededBy: row.superseded_by ?? [],
    restatedBy: row.restated_by ?? [],
    basis: setting ? 'setting' : row.value === null ? 'unset' : 'document',
    ...(setting
      ? {
          setting: {
            division: setting.division,
            from: setting.from,
            until: setting.until ?? null,
            signedBy: setting.signedBy,
            example: setting.example,
          },
        }
      : {}),
    ...(row.note ? { note: row.note } : {}),
  }
}

/** The surroundings in which a rule is read: a day, a place, and the settings that count there. */
export function ruleContext(asked: Asked & { division: string }): Context {
  const places = asked.places ?? placesByKey
  const resolved = new Map<string, ParameterInForce>()
  return {
    on: asked.on,
    division: asked.division,
    places,
    placeName: (key) => PLACE_NAMES[key] ?? key,
    clauseFrom: (clause) => findDocument(clause.doc)?.from ?? null,
    lastVerified: (clause) => lastVerifiedOn(clause, asked.verifications),
    parameter: (id) => {
      const found = resolved.get(id) ?? parameterInForce(id, asked, places)
      resolved.set(id, found)
      return found
    },
  }
}

function parameterInForce(id: string, asked: Asked, places: Places): ParameterInForce {
  const row = findParameter(id)
  const at = resolveParameter(id, { ...asked, places, follow: false })
  if (!row || !at) throw new Error(`the catalogue has no parameter ${id}`)
  return {
    id,
    label: row.name_zh,
    value: at.inForce && !isRecord(at.value) ? at.value : null,
    unit: row.unit,
    clause: row.source,
    from: row.effective_from,
    until: row.effective_to,
    inForce: at.inForce,
    lastVerified: at.lastVerified,
    example: at.setting?.example ?? false,
    ...(row.words ? { words: row.words } : {}),
  }
}

const isRecord = (value: ParameterRow['value']): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type { ParameterValue }
