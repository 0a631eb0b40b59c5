import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/**
 * Opens a session for an account whose owner was proven outside the library (a code on their telephone). Only for our own code: the call is not
 * among LIBRARY_CALLS, so that no request reaches it.
 */
export const openedElsewhere = {
  id: 'yiyang-opened-elsewhere',
  endpoints: {
    openSession: createAuthEndpoint(
      '/yiyang/open-session',
      { method: 'POST', body: z.object({ username: z.string() }) },
      async (ctx) => {
        const user = await ctx.context.adapter.findOne<Parameters<typeof setSessionCookie>[1]['user']>({
          model: 'user',
          where: [{ field: 'username', value: ctx.body.username }],
        })
        if (user === null) return ctx.json({ opened: false })
        const session = await ctx.context.internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ opened: true })
      },
    ),
  },
} satisfies BetterAuthPlugin
