import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { Day, RegionCode } from '#core/contract.ts'

const Words = z.array(z.string().min(1)).min(1)
const Year = z.object({
  year: z.number().int(),
  share: z.number(),
  allottedYuan: z.number().int(),
  /** Percent of the allotment, released in January, in May and in September. */
  releases: z.array(z.number().int().min(1)).length(3),
})

/** What the pack tells of its demonstration: words for names, and how much of everything there is. */
export const Story = z.object({
  seed: z.string(),
  begins: Day,
  people: z.object({ surnames: z.string(), given: z.string() }),
  /** A trade with what its firms make. */
  firms: z.object({ first: Words, trades: z.array(z.object({ name: z.string(), makes: Words })).min(1) }),
  providers: z.object({
    from: Day,
    batch: z.string(),
    hosts: z.record(RegionCode, Words),
    hostKinds: Words,
    fields: Words,
  }),
  /** What is asked for and why; `{part}` is what the firm makes. */
  services: z.array(z.object({ kind: z.string(), share: z.number(), titles: Words, purposes: Words })),
  volume: z.object({
    firms: z.number().int().min(1),
    claims: z.number().int().min(0),
    issuedYuan: z.number().int().min(1),
    years: z.array(Year).min(1),
  }),
})
export type Story = z.output<typeof Story>

const ROOT = path.join(import.meta.dirname, '..', '..', '..', 'communities')

/** @throws Error when the pack has no story or it does not fit */
export function readStory(community: string, root = ROOT): Story {
  return Story.parse(JSON.parse(readFileSync(path.join(root, community, 'demo', 'story.json'), 'utf8')))
}
