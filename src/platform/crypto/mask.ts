/** `500***********1234`; where the birth date stands beside it, only the last character stays (UX §4.3). */
export const maskIdNumber = (id: string, beside?: 'birthDate'): string =>
  beside === 'birthDate'
    ? `${'*'.repeat(Math.max(0, id.length - 1))}${id.slice(-1)}`
    : `${id.slice(0, 3)}${'*'.repeat(Math.max(0, id.length - 7))}${id.slice(-4)}`

/** `138****5678` */
export const maskPhone = (phone: string): string =>
  phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`
