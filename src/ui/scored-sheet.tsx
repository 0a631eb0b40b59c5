import type { ScoredAnswers, ScoredSection } from './scored-form.tsx'

/**
 * A scored form as a sheet of paper: every question with all its criteria and points, a box before each. With `value` the chosen ones are
 * ticked; without, it is the blank form to be filled in by hand. Printed by the browser, a question is never broken over two pages.
 */
export function ScoredSheet({
  title,
  source,
  sections,
  value,
}: {
  title: string
  source: string
  sections: readonly ScoredSection[]
  value?: ScoredAnswers
}) {
  return (
    <div className="y-scored-sheet">
      <h2>{title}</h2>
      <p className="y-meta">{source}</p>
      {sections.map((section) => (
        <table key={section.code}>
          <caption>
            {section.code} {section.label}
          </caption>
          <tbody>
            {section.items.map((item) => (
              <tr key={item.code}>
                <th scope="row">
                  {item.code} {item.label}
                </th>
                <td>
                  {item.options.map((option) => (
                    <span key={option.points} className="y-scored-option">
                      {value?.[item.code] === option.points ? '☑' : '☐'} {option.points} 分 {option.label}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {value === undefined && (
        <p>
          评估员签名：＿＿＿＿＿＿　第二评估员签名：＿＿＿＿＿＿　老人或信息提供者签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿
        </p>
      )}
    </div>
  )
}
