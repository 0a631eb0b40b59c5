import type { Tx } from '../../platform/db/index.ts'
import { type FieldFault, ok, type Result, refuse } from '../../platform/http/index.ts'
import { type AttributeKind, type AttributeValue, checkAttribute, isAttribute } from './attributes.ts'
import { isOrganisation } from './organisations.ts'
import { refusals } from './refusals.ts'

export type Values = Partial<Record<AttributeKind, AttributeValue>>

/** Checks attributes as they came over the wire or from a sheet; every fault is named with its field. */
export function checkValues(given: Readonly<Record<string, unknown>>): Result<Values> {
  const values: Values = {}
  const faults: FieldFault[] = []
  for (const [kind, value] of Object.entries(given)) {
    if (!isAttribute(kind)) {
      faults.push({ path: `attributes.${kind}`, message: '没有这一项，请刷新页面后重新填写。' })
      continue
    }
    const read = checkAttribute(kind, value)
    if (read.ok) values[kind] = read.value
    else faults.push({ path: `attributes.${kind}`, message: read.message })
  }
  if (
    typeof values.leaseFrom === 'string' &&
    typeof values.leaseUntil === 'string' &&
    values.leaseUntil <= values.leaseFrom
  )
    faults.push({ path: 'attributes.leaseUntil', message: '租赁到期日应晚于起始日。' })
  return faults.length > 0 ? refuse(refusals.attributes(faults)) : ok(values)
}

/** The same, and the operator must be an organisation on file. */
export async function checkAgainstRegister(tx: Tx, given: Readonly<Record<string, unknown>>): Promise<Result<Values>> {
  const read = checkValues(given)
  if (!read.ok || read.value.operator === undefined) return read
  return (await isOrganisation(tx, String(read.value.operator))) ? read : refuse(refusals.organisationUnknown())
}
