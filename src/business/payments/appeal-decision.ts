import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { formatDay } from '#core/time.ts'
import { appealOf, type Programme, stageOf } from '#platform/cases/browser.ts'
import { type CaseState, foldCase } from '#platform/cases/index.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { APPEAL, headOf, seen, written } from './decision-parts.ts'

type Decided = CaseState['decisions'][number]

/** What was decided on an appeal (复核): the latest of the case, unless told which. */
export async function appealDecision(ctx: QueryCtx, id: string, no?: number) {
  const { db } = ctx
  const caseFile = await seen(ctx, id, 'case')
  const { programme, state } = await foldCase(db, caseFile)
  const found = appealsOf(state).at(no === undefined ? -1 : no - 1)
  if (!found) return coreRefusals.refuse('not_found')
  const { decided, against } = found
  const redemption = await findRedemption(db, id)
  const book = redemption ? await rulebookById(db, redemption.rulebookId) : null
  const upheld = decided.action === 'uphold'
  const stage = stageOf(programme, decided.stage).title
  return {
    ...(await headOf(db, caseFile)),
    kind: 'appeal' as const,
    title: { zh: '复核决定书', en: 'Decision on an appeal' },
    number: caseFile.number,
    subject: programme.title,
    decidedOn: Temporal.PlainDate.from(decided.on),
    decidedBy: decided.label,
    result: upheld ? UPHELD : overturned(programme, decided.stage),
    amounts:
      caseFile.amountFen === null
        ? []
        : [{ label: { zh: '申请金额', en: 'Asked for' }, amountFen: caseFile.amountFen }],
    derivation: [],
    reasons: written(decided.reason),
    clauses: [
      ...(book ? [book.title] : []),
      {
        zh: `${programme.title.zh}（第${programme.version}版）“${stage.zh}”环节的复核规定`,
        en: `${programme.title.en} (version ${programme.version}): the appeal at “${stage.en}”`,
      },
    ],
    consequences: against ? [appealedFrom(programme, against)] : [],
    appeal: upheld ? APPEAL : null,
  }
}

const UPHELD: Text = { zh: '维持原决定。', en: 'The decision stands.' }

/** Each decision on an appeal with what it was against: the last refusal before it at the same stage. */
function appealsOf({ decisions }: CaseState): { decided: Decided; against: Decided | undefined }[] {
  return decisions.flatMap((decided, at) => {
    if (decided.action !== 'uphold' && decided.action !== 'overturn') return []
    const before = decisions.slice(0, at)
    const against = before.findLast(
      ({ action, stage }) => stage === decided.stage && (action === 'refuse' || action === 'decline'),
    )
    return [{ decided, against }]
  })
}

/** Where the case goes on. */
function overturned(programme: Programme, id: string): Text {
  const stage = stageOf(programme, id)
  const goes = appealOf(stage)?.overturned
  if (goes === 'batch')
    return {
      zh: '撤销原决定。本件编入以后的批次，重新公示后决定。',
      en: 'The decision is overturned. The request goes into a later batch and is decided after a new public notice.',
    }
  if (goes === 'next' && stage.next !== 'outcome') {
    const { zh, en } = stageOf(programme, stage.next).title
    return { zh: `撤销原决定，进入“${zh}”。`, en: `The decision is overturned; the case goes on to “${en}”.` }
  }
  return {
    zh: `撤销原决定。“${stage.title.zh}”由其他人员重新办理。`,
    en: `The decision is overturned. “${stage.title.en}” is done again by somebody else.`,
  }
}

function appealedFrom(programme: Programme, { on, label, stage, reason }: Decided): Text {
  const day = Temporal.PlainDate.from(on)
  const { zh, en } = stageOf(programme, stage).title
  return {
    zh: `被复核的原决定：${formatDay(day)}，${zh}，${label}。理由：${reason ?? '—'}`,
    en: `It was appealed against the decision of ${formatDay(day, 'en')}, ${en}, ${label}, which said: ${reason ?? '—'}`,
  }
}
