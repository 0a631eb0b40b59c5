import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { refusals } from './refusals.ts'

export type XmlAttributes = Readonly<Record<string, string>>

/** What a reader of a spreadsheet part wants to hear. Names come without their prefix (`x:row` is `row`). */
export type XmlHandler = {
  open(name: string, attributes: XmlAttributes): void
  close(name: string): void
  text(text: string): void
}

/** More XML than this without a tag or a text is one huge cell or tag, and no ledger has one. */
const LONGEST_TOKEN = 4 * 1024 * 1024

/**
 * Feeds XML to a handler piece by piece, so that a sheet of any length is read in little memory. A document type (the way to
 * entity bombs) is refused.
 */
export class XmlTokens {
  readonly #parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  #sinceToken = 0

  constructor(handler: XmlHandler) {
    const heard = () => {
      this.#sinceToken = 0
    }
    this.#parser.on('opentag', (tag: SaxesTagPlain) => {
      heard()
      handler.open(localName(tag.name), tag.attributes)
    })
    this.#parser.on('closetag', (tag: SaxesTagPlain) => {
      heard()
      handler.close(localName(tag.name))
    })
    const text = (piece: string) => {
      heard()
      handler.text(piece)
    }
    this.#parser.on('text', text)
    this.#parser.on('cdata', text)
    this.#parser.on('doctype', () => {
      throw refusals.damaged('文档类型声明')
    })
    this.#parser.on('error', () => {
      throw refusals.damaged('内容')
    })
  }

  push(piece: string): void {
    this.#parser.write(piece)
    this.#sinceToken += piece.length
    if (this.#sinceToken > LONGEST_TOKEN) throw refusals.damaged('内容过长')
  }

  finish(): void {
    this.#parser.close()
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
