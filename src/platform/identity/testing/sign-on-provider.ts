import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An OpenID provider on a free local port that signs everybody in as `user`: discovery, keys, code with PKCE, ID token. */
export async function startSignOnProvider(clientId: string, user: () => string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { nonce: string | null; challenge: string | null; user: string }>()
  let issuer = ''
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (url.pathname === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    if (url.pathname === '/jwks')
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
    if (url.pathname === '/authorize') {
      const code = randomUUID()
      const asked = url.searchParams
      codes.set(code, { nonce: asked.get('nonce'), challenge: asked.get('code_challenge'), user: user() })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      response.writeHead(302, { location: back.href })
      return response.end()
    }
    if (url.pathname === '/token') {
      const given = new URLSearchParams(await bodyOf(request))
      const grant = codes.get(given.get('code') ?? '')
      codes.delete(given.get('code') ?? '')
      const proof = createHash('sha256')
        .update(given.get('code_verifier') ?? '')
        .digest('base64url')
      if (grant === undefined || grant.challenge !== proof) return json({ error: 'invalid_grant' }, 400)
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: issuer,
        aud: clientId,
        sub: `subject-of-${grant.user}`,
        preferred_username: grant.user,
        name: grant.user,
        nonce: grant.nonce,
        iat: now,
        exp: now + 300,
      }
      return json({ access_token: grant.user, token_type: 'Bearer', expires_in: 300, id_token: sign(claims) })
    }
    if (url.pathname === '/userinfo') {
      const name = (request.headers.authorization ?? '').replace('Bearer ', '')
      return json({ sub: `subject-of-${name}`, preferred_username: name, name })
    }
    return json({}, 404)
  })
  const sign = (claims: object): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const content = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`
    return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url')}`
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { issuer, stop: () => new Promise<void>((done) => server.close(() => done())) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
