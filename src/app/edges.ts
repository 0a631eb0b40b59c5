import { addressOf, compressAnswers, limitRequests, logRequests, type Platform } from '../platform/http/index.ts'

/** What stands around every call of a server: its line in the log, its packing, its limit. Tests call without them. */
export const mountEdges = (platform: Platform) => {
  const perAccount = platform.config.YIYANG_REQUESTS_PER_MINUTE
  return [
    logRequests(platform.log),
    compressAnswers,
    limitRequests({
      perAccount,
      perAddress: perAccount * 5,
      addressOf: (c) => addressOf(c, platform.config.YIYANG_TRUSTED_PROXIES),
    }),
  ]
}
