/**
 * An instant as PostgreSQL writes it (`2026-11-21 09:00:00.123456+08`) in the ISO form that browsers read. The server keeps the
 * database's text, because a JavaScript date would cut the microseconds that tell two records apart.
 */
export const instantOf = (text: string): string => text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')
