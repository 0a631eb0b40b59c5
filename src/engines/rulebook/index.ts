export type { AnswerPeriod, RuleAnswer } from './answer.ts'
export type { Verdict } from './columns/cells.ts'
export { type Column, type Encoding, encode, newColumn } from './columns/encoding.ts'
export {
  type Answers,
  type ColumnProgram,
  type Columns as FactColumns,
  compileColumns,
  encodingsOf,
  type Question,
} from './columns/program.ts'
export { type CompiledRule, compileSql } from './compile.ts'
export type { Step } from './conditions.ts'
export { type Context, NATION, type ParameterInForce, type ParameterValue, type Places } from './context.ts'
export { evaluate, standing } from './evaluate.ts'
export * from './expression.ts'
export { type FactRefusal, type Facts, type FactValue, factsOf, NEVER, type ReadFacts, readFacts } from './facts.ts'
export { type Asked as AskedOfFacts, type NearMiss, nearestChanges, nearMiss } from './near-miss.ts'
export { type RenderedRule, renderRule, type SayClause } from './render.ts'
export { type Columns, snake } from './sql-terms.ts'
export { parametersIn, ruleVersion } from './version.ts'
