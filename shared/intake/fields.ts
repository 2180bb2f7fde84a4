/** What our own template asks, in the order of its columns (formats.md 2.1; the last four are ours). */
export const PERSON_FIELDS = [
  'name',
  'reading',
  'company',
  'industry',
  'size',
  'job',
  'challenge',
  'alsoChallenges',
  'solved',
  'mentor',
  'firstTime',
  'email',
  'companyGroup',
  'onSite',
  'wish',
  'freeText',
] as const
export type PersonField = (typeof PERSON_FIELDS)[number]

/** What only a ticket shop knows. */
export const TICKET_FIELDS = ['status', 'tickets'] as const
export type TicketField = (typeof TICKET_FIELDS)[number]

export type Field = PersonField | TicketField
