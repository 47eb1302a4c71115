// Browser-safe.
import { z } from 'zod'
import { TextSchema } from '#core/contract.ts'
import type { Text } from '#core/text.ts'

/**
 * Where a rule comes from. `sourced`: read in the document `source`, at `clause`. `assumed`: our own figure, marked wherever
 * it is shown, and explained in `note`.
 */
export const citation = {
  clause: z.string().min(1).nullable(),
  source: z.string().min(1).nullable(),
  standing: z.enum(['sourced', 'assumed']),
  note: TextSchema.optional(),
}
const CitationSchema = z.object(citation)
export type Citation = z.infer<typeof CitationSchema>

/** A sourced rule names document and clause; an assumed one says why it was assumed. */
export function citedWell(rule: Citation, context: { addIssue: (issue: string) => void }): void {
  if (rule.standing === 'sourced' && !(rule.clause && rule.source))
    context.addIssue('a sourced rule names its source and clause')
  if (rule.standing === 'assumed' && !rule.note) context.addIssue('an assumed rule says why in its note')
}

/** A value of a rulebook with its citation. */
export const parameter = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, ...citation }).superRefine(citedWell)

export type Parameter<T> = Citation & { value: T }

/** The clause as a refusal or a table shows it: an assumption is always visible as one. */
export function cite({ clause, source, standing }: Citation): Text {
  if (standing === 'sourced') return same(`${clause ?? ''}［${source ?? ''}］`)
  if (clause) return { zh: `${clause}（假定）`, en: `${clause} (assumed)` }
  return { zh: '假定', en: 'assumed' }
}

const same = (words: string): Text => ({ zh: words, en: words })
