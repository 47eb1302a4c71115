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

export const RefusedAttempt = z.object({
  id: z.string(),
  at: Moment,
  by: z.string(),
  command: z.string(),
  sentence: TextSchema,
  /** Its subject lay outside the person's reach, or does not exist; else the person may not do this. */
  outside: z.boolean(),
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
  refused: query({
    path: '/refused-attempts',
    query: PageQuery.extend({
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      days: z.coerce.number().int().min(1).max(366).optional().describe('Of the last days only'),
    }),
    returns: Page(RefusedAttempt),
    allow: 'refused.read',
    summary: { zh: '查看本单位人员被拒绝的操作', en: 'Read what people of my organisation were refused' },
  }),
}
