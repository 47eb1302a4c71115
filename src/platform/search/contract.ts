import { z } from 'zod'
import { query, TextSchema, Words } from '#core/contract.ts'

export const Hit = z.object({
  /** Where its page is. */
  at: z.string(),
  title: TextSchema,
  /** What else is known of it, where a word may have been found, too. */
  note: TextSchema,
})
export type Hit = z.output<typeof Hit>

export const Group = z.object({
  kind: z.string(),
  label: TextSchema,
  hits: z.array(Hit),
  /** More were found than are shown. */
  more: z.boolean(),
  /** Where all of them are listed; null where no list can be narrowed by these words. */
  all: z.string().nullable(),
})
export type Group = z.output<typeof Group>

export const search = {
  find: query({
    path: '/search',
    summary: {
      zh: '搜索：公开信息，以及登录后自己有权查看的办件、券和订单',
      en: 'Search what is public, and one’s own cases, vouchers and orders once signed in',
    },
    query: z.object({
      q: Words(100).min(1).describe('Words that all have to be found: parts of names, titles or numbers'),
    }),
    returns: z.object({ groups: z.array(Group) }),
    allow: 'search.find',
  }),
}
