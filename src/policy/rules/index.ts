import type { Rule } from '../../engines/rulebook/index.ts'
import { lists } from './lists.ts'
import { procedures } from './procedures.ts'
import { schemes } from './schemes.ts'
import { services } from './services.ts'
import { subsidies } from './subsidies.ts'

export const rules: readonly Rule[] = [...subsidies, ...procedures, ...lists, ...schemes, ...services]
