/** A scored form as data: what is asked, what each answer is worth, when a question is skipped, and how points become a level. */

/** A figure of the form itself, or a value that an installation sets because the printed source could not be checked. */
export type Figure = number | { readonly setting: string }

export type Option = { readonly points: number; readonly label: string }

/** What an answer must bring along to count as seen: enforced where the form is filled in, not where it is scored. */
export type Evidence = 'photo' | 'file' | 'point'

export type Item = {
  readonly code: string
  readonly label: string
  readonly options: readonly Option[]
  /** Asked only when this holds; an item that is not asked counts no points and is never missing. */
  readonly askWhen?: Condition
  readonly evidence?: readonly Evidence[]
  readonly note?: string
}

export type Section = { readonly code: string; readonly label: string; readonly items: readonly Item[] }

/** What the assessor states beside the items. Left out is unknown, never "no". */
export type Circumstance = {
  readonly code: string
  readonly label: string
  /** `yesNo`: true or false. `codes`: a list of ICD-10 codes. `counts`: how often each kind of event happened. */
  readonly kind: 'yesNo' | 'codes' | 'counts'
  /** The kinds of event that may be counted; another name is a slip of the pen. Without it any name may be. */
  readonly kinds?: readonly { readonly code: string; readonly label: string }[]
  /** Where the items already rule it out, it need not be stated. */
  readonly ruledOutWhen?: Condition
}

/** What can be asked of a filled form. Ranges include both ends. */
export type Condition =
  | { readonly item: string; readonly from?: Figure; readonly to?: Figure }
  | { readonly section: string; readonly from?: Figure; readonly to?: Figure }
  | { readonly domain: string; readonly from?: Figure; readonly to?: Figure }
  | { readonly worstOf: readonly string[]; readonly from?: Figure; readonly to?: Figure }
  | { readonly total: true; readonly from?: Figure; readonly to?: Figure }
  | { readonly stated: string }
  /** One of the stated codes lies between two letters-and-digits, both included: `['F00', 'F03']`. */
  | { readonly code: string; readonly within: readonly [string, string] }
  | { readonly count: string; readonly from: number }
  /** A yes/no value that an installation sets. */
  | { readonly isSet: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  /** Between `least` and `most` of the parts hold. */
  | { readonly of: readonly Condition[]; readonly least: number; readonly most?: number }

/** A group of items that is graded before the whole is. The first grade whose condition holds is taken. */
export type Domain = {
  readonly code: string
  readonly label: string
  readonly grades: readonly { readonly grade: number; readonly when: Condition }[]
}

export type Adjustment = {
  readonly rule: string
  readonly label: string
  readonly when: Condition
  /** Straight to a level, or so many levels more severe, never beyond the last. */
  readonly effect: { readonly to: number } | { readonly worse: number }
  readonly source: string
}

export type Instrument = {
  readonly id: string
  /** Answers keep the version under which they were given; a changed form is a new version beside the old one. */
  readonly version: string
  readonly title: string
  /** Where the form stands, as said to a reader. */
  readonly source: string
  readonly sections: readonly Section[]
  readonly circumstances?: readonly Circumstance[]
  /** Whether the points of all sections mean something when added up. */
  readonly hasTotal: boolean
  readonly domains?: readonly Domain[]
  /** From the least to the most severe; the index is the level. */
  readonly levels: readonly string[]
  readonly levelWhen: readonly { readonly level: Figure; readonly when: Condition }[]
  /** Where several rows hold: the first that is written, or the most severe. */
  readonly levelTie: 'first' | 'mostSevere'
  readonly adjustments?: readonly Adjustment[]
  /** Whether several steps that hold at once add up. The strongest counts once unless an installation sets `true`. */
  readonly stackAdjustments?: { readonly setting: string }
  /** How our reading departs from the letter of the source, shown beside every result. */
  readonly readings?: readonly string[]
}

/** The most points that a section can give. */
export const mostPoints = (section: Section): number =>
  section.items.reduce((sum, item) => sum + Math.max(...item.options.map((option) => option.points)), 0)

export const itemsOf = (instrument: Instrument): readonly Item[] =>
  instrument.sections.flatMap((section) => section.items)
