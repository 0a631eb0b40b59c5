import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LONG = /kill|\/start\.test|isolation\.test|\/register\.test|\/audit\.test|commands\/rules\.test|backup\.test/

/** Begins with the files that take longest (they start servers and kill them): begun last, one of them would run alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
