/** The benefits that are applied for here; the others say where. A test holds the list to the catalogue. */
export const APPLIED: readonly string[] = ['old-age-allowance', 'care-subsidy', 'extreme-hardship-care-subsidy']
