import { refusals } from './refusals.ts'

/** What a reader of a spreadsheet part wants to hear. Names come without their prefix (`x:row` is `row`). */
export type XmlHandler = {
  open(name: string, attributes: string, empty: boolean): void
  close(name: string): void
  /** Text may come in several pieces. */
  text(text: string): void
}

const LONGEST_TAG = 64 * 1024

/**
 * Cuts XML into tags and text, piece by piece, so that a sheet of any length is read in constant memory. It knows just
 * what spreadsheets hold; a document type (the way to entity bombs) is refused.
 */
export class XmlTokens {
  #rest = ''
  readonly #handler: XmlHandler

  constructor(handler: XmlHandler) {
    this.#handler = handler
  }

  push(piece: string): void {
    const all = this.#rest + piece
    let at = 0
    for (;;) {
      const tag = all.indexOf('<', at)
      if (tag < 0) {
        at = this.#textUpTo(all, at, all.length)
        break
      }
      if (tag > at) this.#handler.text(unescapeXml(all.slice(at, tag)))
      const end = this.#endOfTag(all, tag)
      if (end < 0) {
        at = tag
        if (all.length - tag > LONGEST_TAG && !all.startsWith('<![CDATA[', tag)) throw refusals.damaged('标签')
        break
      }
      at = end
    }
    this.#rest = all.slice(at)
  }

  finish(): void {
    if (this.#rest.trim() !== '') throw refusals.damaged('内容不完整')
  }

  /** Text without its end yet: an entity may be cut in two, so from the last `&` on it waits. */
  #textUpTo(all: string, from: number, to: number): number {
    const ampersand = all.lastIndexOf('&')
    const until = ampersand >= from && to - ampersand < 16 ? ampersand : to
    if (until > from) this.#handler.text(unescapeXml(all.slice(from, until)))
    return until
  }

  #endOfTag(all: string, tag: number): number {
    if (all.charCodeAt(tag + 1) === 33 /* ! */) return this.#skipMarkup(all, tag)
    let quote = 0
    for (let at = tag + 1; at < all.length; at++) {
      const code = all.charCodeAt(at)
      if (quote !== 0) {
        if (code === quote) quote = 0
      } else if (code === 34 || code === 39) quote = code
      else if (code === 62 /* > */) {
        this.#tag(all.slice(tag + 1, at))
        return at + 1
      }
    }
    return -1
  }

  #skipMarkup(all: string, tag: number): number {
    if (all.startsWith('<!--', tag)) {
      const end = all.indexOf('-->', tag + 4)
      if (end < 0 && all.length - tag > LONGEST_TAG) throw refusals.damaged('注释')
      return end < 0 ? -1 : end + 3
    }
    if (all.startsWith('<![CDATA[', tag)) {
      const end = all.indexOf(']]>', tag)
      if (end < 0) {
        if (all.length - tag > 16 * 1024 * 1024) throw refusals.damaged('内容')
        return -1
      }
      this.#handler.text(all.slice(tag + 9, end))
      return end + 3
    }
    if (all.length - tag < 9) return -1
    throw refusals.damaged('文档类型声明')
  }

  #tag(body: string): void {
    const first = body.charCodeAt(0)
    if (first === 63 /* ? */) return
    if (first === 47 /* / */) {
      this.#handler.close(localName(body.slice(1).trimEnd()))
      return
    }
    const empty = body.charCodeAt(body.length - 1) === 47
    let end = 0
    while (end < body.length) {
      const code = body.charCodeAt(end)
      if (code === 32 || code === 47 || code === 10 || code === 13 || code === 9) break
      end++
    }
    const name = localName(body.slice(0, end))
    this.#handler.open(name, body.slice(end), empty)
    if (empty) this.#handler.close(name)
  }
}

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The value of one attribute, or undefined. Prefixed attributes are asked for with their prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  let at = attributes.indexOf(name)
  while (at >= 0) {
    const before = at === 0 ? 32 : attributes.charCodeAt(at - 1)
    let after = at + name.length
    while (attributes.charCodeAt(after) === 32) after++
    if ((before === 32 || before === 10 || before === 9 || before === 13) && attributes.charCodeAt(after) === 61) {
      after++
      while (attributes.charCodeAt(after) === 32) after++
      const quote = attributes[after]
      if (quote !== '"' && quote !== "'") return undefined
      const end = attributes.indexOf(quote, after + 1)
      return end < 0 ? undefined : unescapeXml(attributes.slice(after + 1, end))
    }
    at = attributes.indexOf(name, at + 1)
  }
  return undefined
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (name[0] !== '#') return NAMED[name] ?? whole
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
  })
}
