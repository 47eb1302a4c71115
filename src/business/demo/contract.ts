import { z } from 'zod'
import { Day, Moment, query, TextSchema } from '#core/contract.ts'

export const DemoProgress = z.object({
  done: z.number().int(),
  total: z.number().int(),
  /** The day of the story that is being played. */
  storyDay: Day,
  beganAt: Moment,
  finishedAt: Moment.nullable(),
})
export type DemoProgress = z.output<typeof DemoProgress>

export const demo = {
  state: query({
    path: '/demo',
    returns: z.object({
      on: z.boolean(),
      accounts: z.array(z.object({ account: z.string(), label: TextSchema })),
      /** Null until the story has begun. */
      progress: DemoProgress.nullable(),
    }),
    allow: 'demo.state',
    summary: {
      zh: '演示是否开启、播放到哪里',
      en: 'Whether the demonstration is on, and how far it was played',
    },
  }),
}
