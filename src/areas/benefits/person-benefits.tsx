import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Grid } from '../../ui/grid.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { readPersonMonths } from './contract.ts'
import { PersonCard } from './person-card.tsx'
import { OUTCOME_WORDS, SCHEME_WORDS } from './words.ts'

/** What a person was granted month by month, for the file of the person; any line opens its 依据卡. */
export function PersonBenefits({ district, elder }: { district: string; elder: string }) {
  const { data, loading, refusal, reload } = useEndpoint(readPersonMonths, { params: { district, elder } })
  const [open, setOpen] = useState<{ month: string; scheme: string }>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || !data) return <Skeleton />
  if (data.months.length === 0) return <Empty words="已生成的批次里，这位老人还没有待遇。" />
  return (
    <div className="y-stack">
      <Grid label="各月待遇">
        <table className="y-table" aria-label="各月待遇">
          <thead>
            <tr>
              <th scope="col">月份</th>
              <th scope="col">待遇</th>
              <th scope="col">结果</th>
              <th scope="col" data-align="right">
                金额
              </th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          <tbody>
            {data.months.map((each) => (
              <tr key={`${each.month} ${each.scheme}`}>
                <td>{each.month}</td>
                <td>{SCHEME_WORDS[each.scheme]}</td>
                <td>{each.outcome === 'granted' ? OUTCOME_WORDS.granted : each.reason}</td>
                <td data-align="right">
                  {each.amountFen === null && each.ceilingFen === null ? (
                    '无'
                  ) : (
                    <Money fen={each.amountFen ?? each.ceilingFen} />
                  )}
                  {each.ceilingFen !== null && <span className="y-meta"> 消费券上限</span>}
                </td>
                <td>
                  <Button
                    label={`看 ${each.month} ${SCHEME_WORDS[each.scheme]}的依据`}
                    onPress={() => setOpen({ month: each.month, scheme: each.scheme })}
                  >
                    依据
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Grid>
      {open && <PersonCard district={district} elder={elder} month={open.month} scheme={open.scheme} />}
    </div>
  )
}
