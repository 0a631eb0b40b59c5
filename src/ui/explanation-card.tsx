import type { ReactNode } from 'react'
import { ExampleMark } from './example-mark.tsx'
import { Icon } from './icon.tsx'
import { Money } from './money.tsx'
import { Facts } from './record-page.tsx'
import type { Tone } from './status.tsx'

export type ClauseRef = {
  /** `重庆市养老服务体系建设“十四五”规划`; the full name once, the number beside it. */
  title: string
  /** `渝府发〔2022〕15号`. */
  number: string
  /** `第三章第一节`. */
  section: string
  /** The day on which it was last found in force; null when nobody has looked. */
  lastVerified: string | null
  standing: 'inForce' | 'periodOver' | 'notVerified'
}

export type Explanation = {
  /** What is explained: `高龄津贴 · 2026-11`. */
  title: string
  result: { word: string; tone: Tone; fen?: number | null; period?: string; example?: boolean }
  /** In the order in which they were decided. */
  steps: readonly { text: string; value?: string }[]
  clauses: readonly ClauseRef[]
  /** The facts it rests on, each with its source and date. */
  inputs: readonly { label: string; value: string; source?: string }[]
  /** The nearest change that flips the result, without 如果 and without a full stop: `上次评估等级为重度` / `每月多 200 元`. */
  nearest?: { ifThis: string; thenThat: string }
  /** What is not known and would decide it. */
  missing?: readonly string[]
  /** Rule and version, small print for reading over the phone. */
  rule?: string
}

const STANDING = { inForce: '现行有效', periodOver: '执行期已过', notVerified: '近期未核对' } as const

/** 依据卡: turn any figure over and see result, steps, clause, facts, and what would change it. */
export function ExplanationCard({ of, children }: { of: Explanation; children?: ReactNode }) {
  return (
    <section className="y-card y-explain" aria-label={`依据：${of.title}`}>
      <h2>依据：{of.title}</h2>
      <Result of={of.result} />
      {of.missing && of.missing.length > 0 && (
        <p>还不知道：{of.missing.join('、')}。补上以后会重新计算，现在不作“不符合”处理。</p>
      )}
      <div>
        <h3>怎么得出的</h3>
        <ol className="y-explain-steps">
          {of.steps.map((step) => (
            <li key={step.text}>
              <span>{step.text}</span>
              {step.value !== undefined && <strong>{step.value}</strong>}
            </li>
          ))}
        </ol>
      </div>
      {of.inputs.length > 0 && (
        <div>
          <h3>用到的事实</h3>
          <Facts
            of={of.inputs.map((input) => ({
              label: input.label,
              value: (
                <>
                  {input.value}
                  {input.source && <span className="y-meta"> {input.source}</span>}
                </>
              ),
            }))}
          />
        </div>
      )}
      {of.nearest && (
        <p className="y-nearest">
          如果{of.nearest.ifThis}，就会变成{of.nearest.thenThat}。
        </p>
      )}
      <div className="y-stack-tight">
        <h3>依据条款</h3>
        {of.clauses.map((clause) => (
          <Clause key={clause.number + clause.section} of={clause} />
        ))}
      </div>
      {of.rule && <p className="y-meta">规则 {of.rule}</p>}
      {children}
    </section>
  )
}

/** One clause: document, number, section, and when it was last verified. */
export function Clause({ of }: { of: ClauseRef }) {
  return (
    <div className="y-clause">
      《{of.title}》（{of.number}）{of.section}
      <div className="y-meta">
        {STANDING[of.standing]} · {of.lastVerified ? `最近核对 ${of.lastVerified}` : '还没有核对过'}
      </div>
    </div>
  )
}

function Result({ of }: { of: Explanation['result'] }) {
  return (
    <p className="y-explain-result">
      <span className="y-status" data-tone={of.tone}>
        <Icon name={of.tone} />
        <strong>{of.word}</strong>
      </span>
      {of.fen !== undefined && of.fen !== null && (
        <strong>
          <Money fen={of.fen} />
        </strong>
      )}
      {of.period && <span className="y-meta">{of.period}</span>}
      {of.example && <ExampleMark />}
    </p>
  )
}
