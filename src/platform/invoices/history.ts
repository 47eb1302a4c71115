import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { organisationOf } from '#platform/directory/index.ts'
import { subjectFor } from './pages.ts'
import { findInvoice, type Invoice } from './store.ts'

const KINDS = { blue: { zh: '蓝字', en: 'blue' }, red: { zh: '红字', en: 'red letter' } }

/** Who presents an invoice is its buyer's own affair: the seller reads the invoice, not its history. */
async function isSeller(db: Reader, { organisationId }: Actor, invoice: Invoice): Promise<boolean> {
  return organisationId !== null && (await organisationOf(db, organisationId)).uscc === invoice.sellerCode
}

registerTimeline('invoice', {
  kind: { zh: '发票', en: 'Invoice' },
  sees: async (db, actor, id) => {
    const invoice = await findInvoice(db, id)
    if (!invoice) return null
    const subject = await subjectFor(db, actor, invoice)
    if (!may(actor, 'invoice.presentation', subject) || (await isSeller(db, actor, invoice))) return null
    return { name: invoice.number, at: `/invoices/${id}`, looks: mayLook(actor, subject) }
  },
  sentences: {
    'redemptions.file': { zh: '兑付申请占用', en: 'presented with a redemption request' },
    'cases.act': { zh: '申请办结，解除占用', en: 'freed when the request ended' },
  },
  tells: {
    kind: tells.oneOf('类别', 'Kind', KINDS),
    totalFen: tells.yuan('价税合计', 'Total'),
    presented: tells.by('占用', 'Presented', presentedLines),
  },
})

type Line = { lineNo?: unknown; amountFen?: unknown }

function presentedLines(value: unknown) {
  if (!Array.isArray(value)) return null
  const lines = (value as Line[]).flatMap(({ lineNo, amountFen }) => {
    const sum = tells.yuan('', '').say(amountFen)
    return sum ? [{ zh: `第 ${lineNo} 行 ${sum.zh}`, en: `line ${lineNo}: ${sum.en}` }] : []
  })
  return { zh: lines.map(({ zh }) => zh).join('；'), en: lines.map(({ en }) => en).join('; ') }
}
