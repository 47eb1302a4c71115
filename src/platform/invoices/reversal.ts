import type { Reader, Tx } from '#core/db.ts'
import type { InvoiceCtx } from './present.ts'
import { presentationsOn } from './presentations.store.ts'
import { beyond, takenBack } from './rules.ts'
import { type Invoice, linesOf, type SubjectRef } from './store.ts'

/** What a red-letter invoice took back of lines that live requests had presented. */
export type Reversal = {
  /** The blue invoice, and the red one. */
  invoiceId: string
  redId: string
  taken: {
    subject: SubjectRef
    organisationId: string
    authorityId: string
    lineNo: number
    /** What the request presented of the line, and how much of that is gone now. */
    presentedFen: bigint
    takenBackFen: bigint
  }[]
}

type OnReversed = (tx: Tx, ctx: InvoiceCtx, reversal: Reversal) => Promise<unknown>
const handlers: OnReversed[] = []

/** Business opens a recovery for its subjects, in the same transaction; the presentations stay live. */
export function onReversed(handler: OnReversed): void {
  if (!handlers.includes(handler)) handlers.push(handler)
}

/** By line, what is presented beyond what reversals left. */
export async function overdrawn(db: Reader, invoiceId: string): Promise<Map<number, bigint>> {
  return new Map((await linesOf(db, invoiceId)).map((line) => [line.lineNo, beyond(line)]))
}

/** Tells business what the red-letter invoice took back, compared with `before`. The blue invoice is locked. */
export async function takeBack(
  ctx: InvoiceCtx & { tx: Tx },
  { blue, redId, before }: { blue: Invoice; redId: string; before: ReadonlyMap<number, bigint> },
): Promise<void> {
  const live = await presentationsOn(ctx.tx, blue.id)
  const taken: Reversal['taken'] = []
  for (const [lineNo, afterFen] of await overdrawn(ctx.tx, blue.id)) {
    const onLine = live.filter((one) => one.lineNo === lineNo)
    const parts = takenBack(
      onLine.map((one) => one.amountFen),
      before.get(lineNo) ?? 0n,
      afterFen,
    )
    for (const [at, one] of onLine.entries()) {
      const takenBackFen = parts[at] ?? 0n
      if (takenBackFen <= 0n) continue
      const { subjectKind: kind, subjectId: id, organisationId, authorityId, amountFen } = one
      taken.push({
        subject: { kind, id },
        organisationId,
        authorityId,
        lineNo,
        presentedFen: amountFen,
        takenBackFen,
      })
    }
  }
  const reversal = { invoiceId: blue.id, redId, taken }
  ctx.event({
    subject: { kind: 'invoice', id: blue.id },
    regionPath: blue.regionPath,
    changes: {
      reversedBy: redId,
      takenBack: taken.map(({ subject, lineNo, takenBackFen }) => ({ subject, lineNo, takenBackFen })),
    },
  })
  if (taken.length === 0) return
  for (const handler of handlers) await handler(ctx.tx, ctx, reversal)
}
