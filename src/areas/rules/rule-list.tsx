import { useMemo } from 'react'
import { day } from '../../platform/clock/day.ts'
import {
  type Context,
  lastVerifiedOn,
  listRules,
  parametersIn,
  type Rule,
  ruleContext,
  type Settings,
  sayClause,
  standing,
  type Verifications,
} from '../../policy/index.ts'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { PeekTable } from '../../ui/peek-table.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { boundariesOf } from './boundaries.ts'
import { readRuleInWords, readSigned, readVerified } from './endpoints.ts'
import { STANDING_WORDS, SUBJECT_WORDS, sayValue } from './words.ts'

/** The rules with how they stand today; the chosen one beside the list, in words, with its values and boundaries. */
export function RuleList({ division }: { division: string }) {
  const signed = useEndpoint(readSigned, { query: { division } })
  const verified = useEndpoint(readVerified)
  const context = useMemo(
    () =>
      ruleContext({
        on: day(today()),
        division,
        settings: (signed.data ?? []) as Settings,
        verifications: (verified.data ?? []) as Verifications,
      }),
    [division, signed.data, verified.data],
  )
  if (signed.refusal) return <Refused refusal={signed.refusal} onRetry={signed.reload} />
  if (!signed.data) return <Skeleton />
  return (
    <PeekTable
      label="规则"
      rows={listRules()}
      keyOf={(rule) => rule.id}
      nameOf={(rule) => rule.title}
      columns={[
        { id: 'title', head: '规则', long: true, cell: (rule) => rule.title },
        { id: 'subject', head: '对象', cell: (rule) => SUBJECT_WORDS[rule.subject] },
        {
          id: 'standing',
          head: '今天',
          cell: (rule) => <Status of={standing(rule, context)} words={STANDING_WORDS} />,
        },
        {
          id: 'verified',
          head: '最近核对',
          wide: true,
          cell: (rule) => verifiedOn(rule, verified.data) ?? '还没有核对过',
        },
        { id: 'unset', head: '未设数值', wide: true, align: 'right', cell: (rule) => unsetOf(rule, context).length },
      ]}
      peek={(rule) => <RulePanel rule={rule} context={context} division={division} />}
    />
  )
}

const verifiedOn = (rule: Rule, checked: unknown): string | null =>
  rule.clauses[0] === undefined ? null : lastVerifiedOn(rule.clauses[0], (checked ?? []) as Verifications)

const unsetOf = (rule: Rule, context: Context): string[] =>
  parametersIn(rule).filter((id) => context.parameter(id).value === null)

function RulePanel({ rule, context, division }: { rule: Rule; context: Context; division: string }) {
  const words = useEndpoint(readRuleInWords, { params: { rule: rule.id }, query: { division } })
  const boundaries = boundariesOf(rule, context)
  return (
    <div className="y-stack">
      {words.data ? (
        <ul>
          {words.data.lines
            .filter((line) => !line.startsWith('数值：'))
            .map((line) => (
              <li key={line}>{line}</li>
            ))}
        </ul>
      ) : (
        <Skeleton />
      )}
      <h3>用到的数值</h3>
      <Facts
        of={parametersIn(rule).map((id) => {
          const { label, value, unit, example, words: named = {}, clause, lastVerified } = context.parameter(id)
          return {
            label,
            value: (
              <>
                {sayValue(value, named, unit)} {example && <ExampleMark />}
                <div className="y-meta">
                  {sayClause(clause, true)}，{lastVerified ? `最近核对 ${lastVerified}` : '还没有核对过'}
                </div>
              </>
            ),
          }
        })}
      />
      {boundaries.length > 0 && (
        <>
          <h3>边界试算</h3>
          <table className="y-table" aria-label="边界试算">
            <tbody>
              {boundaries.map((each) => (
                <tr key={each.what + each.parameter}>
                  <td>
                    {each.what}
                    <div className="y-meta">{each.parameter}</div>
                  </td>
                  {each.tries.map(({ value, holds }) => (
                    <td key={value}>
                      {value} {each.unit}：{holds ? '满足' : '不满足'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}
