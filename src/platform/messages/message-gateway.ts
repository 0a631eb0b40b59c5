import type { Config } from '../config/config.ts'

/** Sends a short text to a telephone. What stands behind it is the installation's: a city's message platform, a provider. */
export type MessageGateway = {
  /** @throws MessageNotSent where the gateway did not take it */
  readonly send: (phone: string, text: string) => Promise<void>
}

/** The gateway did not take a message; what it said is in the message, the telephone number is not. */
class MessageNotSent extends Error {
  override name = 'MessageNotSent'
}

const LONGEST_MS = 10_000

/** The gateway of this installation: `POST SMS_GATEWAY_URL {phone, text}`, any 2xx takes it. Undefined where none is set. */
export function openMessageGateway({
  SMS_GATEWAY_URL: url,
  SMS_GATEWAY_SECRET: secret,
}: Config): MessageGateway | undefined {
  if (url === undefined) return undefined
  return {
    send: async (phone, text) => {
      const reply = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        },
        body: JSON.stringify({ phone, text }),
        signal: AbortSignal.timeout(LONGEST_MS),
      }).catch((error: unknown) => {
        throw new MessageNotSent('the message gateway cannot be reached', { cause: error })
      })
      if (!reply.ok) throw new MessageNotSent(`the message gateway answered ${reply.status}`)
    },
  }
}
