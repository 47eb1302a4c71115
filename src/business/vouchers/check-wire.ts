// Browser-safe.
import { z } from 'zod'
import { Day, Fen, TextSchema } from '#core/contract.ts'
import type { Step } from './amount.ts'
import type { Finding, SelfCheck } from './eligibility.ts'
import { FACTS, FactValue } from './facts.ts'
import type { Change } from './smallest-change.ts'
import { keysOf } from './words.ts'

/** How findings and derivations travel: the shapes of eligibility.ts and amount.ts, for the contract. */
const OutcomeWire = z.enum(['pass', 'fail', 'unknown'])

export const ChangeWire = z.object({
  kind: z.enum(['set', 'confirm']),
  fact: z.enum(keysOf(FACTS)),
  from: FactValue.nullable(),
  to: FactValue,
  says: TextSchema,
}) satisfies z.ZodType<Change>

export const FindingWire = z.object({
  criterion: z.string(),
  group: z.string().optional(),
  alternative: z.int().optional(),
  decides: z.boolean(),
  clause: z.string().nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
  note: TextSchema.optional(),
  outcome: OutcomeWire,
  says: TextSchema,
  fact: z.enum(keysOf(FACTS)),
  label: TextSchema,
  value: FactValue.nullable(),
  shown: TextSchema,
  needed: TextSchema,
  unconfirmed: z.boolean(),
  smallestChange: z.array(ChangeWire).nullable(),
}) satisfies z.ZodType<Finding>

export const SelfCheckWire = z.object({
  rulebook: z.string(),
  title: TextSchema,
  day: Day,
  outcome: OutcomeWire,
  passes: z.boolean(),
  blocked: z.array(TextSchema),
  findings: z.array(FindingWire),
  smallestChange: z.array(ChangeWire).nullable(),
  assumed: z.boolean(),
}) satisfies z.ZodType<SelfCheck>

export const StepWire = z.object({
  id: z.string(),
  says: TextSchema,
  amountFen: Fen,
  clause: z.string().nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
  note: TextSchema.optional(),
}) satisfies z.ZodType<Step>
