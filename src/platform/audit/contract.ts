import { z } from 'zod'
import { Id, Moment, Page, PageQuery, query, TextSchema } from '#core/contract.ts'
import { PlaceCursor } from '#core/page.ts'

/** An event or a look, by its number. */
export const TIMELINE_KEY = /^[el]\d{19}$/

export const TimelineEntry = z.object({
  /** Position in the history; looks have their own. */
  key: z.string(),
  at: Moment,
  what: z.enum(['done', 'seen', 'refused']),
  /** Who, as recorded then: person and organisation. */
  by: z.string(),
  /** The command, as `module.key`, and what it does in words. */
  command: z.string(),
  sentence: TextSchema,
  /** As the person wrote it, or the rule's own words. */
  why: TextSchema.nullable(),
  /** What changed, as far as its module tells it. */
  changes: z.array(z.object({ label: TextSchema, value: TextSchema })),
})

export const audit = {
  timeline: query({
    path: '/timeline/{kind}/{id}',
    params: z.object({ kind: z.string().regex(/^[a-z][a-z_]{0,39}$/), id: Id }),
    query: PageQuery.extend({
      cursor: PlaceCursor(TIMELINE_KEY).optional(),
      looks: z.stringbool().optional(),
    }),
    returns: Page(TimelineEntry).extend({
      subject: z.object({
        kind: TextSchema,
        name: z.string(),
        /** The subject's own page. */
        at: z.string(),
        /** The reader may also ask who looked. */
        looks: z.boolean(),
      }),
    }),
    allow: 'timeline.read',
    summary: { zh: '查看办理过程', en: 'Read the history of a subject' },
  }),
}
