import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { QuestionPage } from '../../ui/question-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Answers, keepAnswers, keptAnswers } from './answers.ts'
import { EntitlementResult } from './entitlement-result.tsx'
import { type Question, questions } from './questions.tsx'

/**
 * P02 我能享受什么: six questions, one on a screen, without login; then the answers to check, then the result. The step stands in
 * the address (`?at=3`, `?at=check`, `?at=result`), the answers only in this tab.
 */
export function EntitlementCheck() {
  const [search, change] = useUrlState()
  const [answers, setAnswers] = useState<Answers>(keptAnswers)
  const answer = (next: Answers) => {
    setAnswers(next)
    keepAnswers(next)
  }
  const open = questions.findIndex((question) => question.problem(answers) !== undefined)
  // An address from somewhere else cannot skip a question that has no answer.
  const asked = search.at === 'check' || search.at === 'result' ? questions.length : Number(search.at ?? 1) - 1
  const at = open >= 0 ? Math.min(asked, open) : asked
  const question = questions[Number.isInteger(at) && at >= 0 ? at : 0]
  const go = (step: string) => change({ at: step, back: undefined })
  if (at < questions.length && question) {
    return (
      <OneQuestion
        key={question.id}
        question={question}
        step={at + 1}
        answers={answers}
        onAnswer={answer}
        onNext={() => go(search.back ?? (at + 1 < questions.length ? String(at + 2) : 'check'))}
        onBack={at > 0 ? () => go(String(at)) : undefined}
      />
    )
  }
  if (search.at === 'result')
    return <EntitlementResult answers={answers} onAnswer={answer} onEdit={() => go('check')} />
  return (
    <CheckAnswers
      answers={answers}
      onEdit={(step) => change({ at: String(step), back: 'check' })}
      onNext={() => go('result')}
    />
  )
}

type OneProps = {
  question: Question
  step: number
  answers: Answers
  onAnswer: (answers: Answers) => void
  onNext: () => void
  onBack: (() => void) | undefined
}

function OneQuestion({ question, step, answers, onAnswer, onNext, onBack }: OneProps) {
  const [problem, setProblem] = useState<string>()
  const next = () => {
    const found = question.problem(answers)
    setProblem(found)
    if (!found) onNext()
  }
  return (
    <QuestionPage
      title={question.title}
      step={step}
      of={questions.length}
      {...(question.hint ? { hint: question.hint } : {})}
      problem={problem ? { field: question.id, message: problem } : undefined}
      onNext={next}
      onBack={onBack}
    >
      {question.render(answers, onAnswer, problem)}
    </QuestionPage>
  )
}

type CheckProps = { answers: Answers; onEdit: (step: number) => void; onNext: () => void }

function CheckAnswers({ answers, onEdit, onNext }: CheckProps) {
  return (
    <Screen title="检查答案">
      <div className="y-stack y-after-title">
        <dl className="y-answers">
          {questions.map((question, index) => (
            <div key={question.id}>
              <dt>{question.title}</dt>
              <dd>{question.say(answers)}</dd>
              <dd>
                <Button label={`修改：${question.title}`} onPress={() => onEdit(index + 1)}>
                  修改
                </Button>
              </dd>
            </div>
          ))}
        </dl>
        <p className="y-meta">答案只留在这台设备上，30 分钟后清除。只把区县发出去，用来查当地公布的标准。</p>
        <div className="y-row">
          <Button kind="primary" onPress={onNext}>
            查看结果
          </Button>
        </div>
      </div>
    </Screen>
  )
}
