import type { Reader } from '#core/db.ts'
import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { subjectFor } from './pages.ts'
import { presentersOf } from './presentations.store.ts'
import { CONFLICT_STATUS } from './rules.ts'
import { findInvoice, type Invoice, partyOf } from './store.ts'

const KINDS = { blue: { zh: '蓝字', en: 'blue' }, red: { zh: '红字', en: 'red letter' } }

/**
 * Who presents an invoice is the presenter's own affair: another holder reads the invoice, not its history; nor does the seller
 * (a laboratory by its host's code) that presented nothing itself.
 */
async function isOthersAffair(db: Reader, holderId: string, invoice: Invoice): Promise<boolean> {
  const presenters = await presentersOf(db, invoice.id)
  if (presenters.some((id) => id !== holderId)) return true
  const party = await partyOf(db, holderId)
  const sells = party?.uscc === invoice.sellerCode || party?.hostUscc === invoice.sellerCode
  return sells && presenters.length === 0
}

registerTimeline('invoice', {
  kind: { zh: '发票', en: 'Invoice' },
  sees: async (db, actor, id) => {
    const invoice = await findInvoice(db, id)
    if (!invoice) return null
    const subject = await subjectFor(db, actor, invoice)
    if (!may(actor, 'invoice.presentation', subject)) return null
    const { organisationId: holderId } = subject
    if (holderId && (await isOthersAffair(db, holderId, invoice))) return null
    return { name: invoice.number, at: `/invoices/${id}`, looks: mayLook(actor, subject) }
  },
  sentences: {
    'redemptions.file': { zh: '兑付申请占用', en: 'presented with a redemption request' },
    'cases.act': { zh: '申请办结，解除占用', en: 'freed when the request ended' },
  },
  tells: {
    kind: tells.oneOf('类别', 'Kind', KINDS),
    totalFen: tells.yuan('价税合计', 'Total'),
    status: tells.oneOf('另一版本', 'Another version', CONFLICT_STATUS),
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
