import type { FamilyPerson } from './contract.ts'

/** Was she seen, by whom, what was found that concerns the family, what comes next, and a telephone that answers. */
export function FamilyVisits({ of }: { of: FamilyPerson }) {
  const shows = (part: FamilyPerson['parts'][number]) => of.as === 'elder' || of.parts.includes(part)
  const [last, ...earlier] = of.visits
  return (
    <section className="y-stack" aria-label="看望">
      <h3>看望</h3>
      {!shows('visits') && (
        <p className="y-quiet">老人没有选择给家人看看望情况。想看的，请和老人商量，由老人登录后或到窗口设置。</p>
      )}
      {shows('visits') && last === undefined && <p className="y-quiet">还没有看望的记录。</p>}
      {last && (
        <p>
          <strong>{last.seen ? '最近一次见到了本人' : '最近一次没有见到本人'}</strong>：{last.on}，{last.says}
          {last.by && `，${last.by}`}
        </p>
      )}
      {of.next && (
        <p>
          下一次：{of.next.on}
          {of.next.by && `，${of.next.by}`}
        </p>
      )}
      {of.concerns.length > 0 && (
        <ul className="y-found">
          {of.concerns.map((each) => (
            <li key={each.on + each.says}>
              {each.says}
              <p className="y-meta">
                {each.on}
                {each.standing && `，${each.standing}`}
              </p>
            </li>
          ))}
        </ul>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>以前的看望（{earlier.length}）</summary>
          <ul className="y-found">
            {earlier.map((each) => (
              <li key={each.on + each.says}>
                {each.on} {each.says}
                {each.by && `，${each.by}`}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p>
        {of.call ? (
          <>
            不放心，打值班电话：{of.call.name} <a href={`tel:${of.call.phone}`}>{of.call.phone}</a>
          </>
        ) : (
          <>
            不放心，打 <a href="tel:12345">12345</a>；当地值班电话还没有登记。
          </>
        )}
      </p>
    </section>
  )
}
