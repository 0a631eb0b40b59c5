import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openKeyFile } from './key-file.ts'
import { keyringOf, newKeyFile } from './keyring.ts'
import { maskIdNumber, maskPhone } from './mask.ts'

describe('sealed columns', () => {
  for (const cipher of ['aes-256-gcm', 'sm4'] as const) {
    it(`${cipher}: what was sealed opens again, never looks the same twice, and refuses a changed byte`, () => {
      const ring = keyringOf(newKeyFile(cipher))
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(), (text, at) => {
          const sealed = ring.seal(text)
          expect(ring.open(sealed)).toBe(text)
          expect(ring.seal(text).equals(sealed)).toBe(false)
          const changed = Buffer.from(sealed)
          const byte = 3 + (at % (changed.length - 3))
          changed[byte] = (changed[byte] ?? 0) ^ 1
          expect(() => ring.open(changed)).toThrow()
        }),
      )
    })
  }

  it('after a rotation the old values still open and the new key seals', () => {
    const file = newKeyFile('aes-256-gcm')
    const before = keyringOf(file).seal('500000194001010013')
    const rotated = {
      ...file,
      cipher: 'sm4' as const,
      keys: [...file.keys, { ...newKeyFile('sm4').keys[0]!, version: 2 }],
    }
    const ring = keyringOf(rotated)
    expect(ring.open(before)).toBe('500000194001010013')
    expect(ring.seal('x').readUInt16BE(1)).toBe(2)
  })

  it('the blind index finds the same number however it was written, and differs by column', () => {
    const ring = keyringOf(newKeyFile('aes-256-gcm'))
    expect(ring.blindIndex('id', ' 50000019400101002x ')).toEqual(ring.blindIndex('id', '５00000 19400101002X'))
    expect(ring.blindIndex('phone', '+86 138-0013-8000')).toEqual(ring.blindIndex('phone', '13800138000'))
    expect(ring.blindIndex('id', '1234')).not.toEqual(ring.blindIndex('idLast4', '1234'))
  })

  it('a key file is made once and read again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'))
    const sealed = openKeyFile(join(folder, 'keys.json')).seal('甲')
    expect(openKeyFile(join(folder, 'keys.json')).open(sealed)).toBe('甲')
    rmSync(folder, { recursive: true })
  })

  it('masks as the screens show it', () => {
    expect(maskIdNumber('500000194001010013')).toBe('500***********0013')
    expect(maskIdNumber('500000194001010013', 'birthDate')).toBe('*****************3')
    expect(maskPhone('13800138000')).toBe('138****8000')
  })
})
