import { pino } from 'pino'

export type Log = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

/** Structured lines on standard error. Field names that could carry personal data are cut out, whoever logs them. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'name',
          'idNumber',
          'phone',
          'password',
          'body',
          'headers',
          '*.name',
          '*.idNumber',
          '*.phone',
          '*.password',
          'parameters',
          '*.parameters',
        ],
        remove: true,
      },
      serializers: {
        // PostgreSQL puts the offending values of a row into `detail`; only the code and the constraint may leave.
        error: (error: unknown) => describeError(error),
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string }
  const message = code === undefined ? error.message : undefined
  return { kind: error.name, code, constraint, table, message, stack: error.stack?.split('\n').slice(1, 8).join('\n') }
}
