import type { Text } from '#core/text.ts'
import { directory } from '#platform/directory/browser.ts'
import { useAskedLater, useMay, useMe } from '#web/api.ts'
import type { Asked, Waiting } from './waiting.ts'

const said = {
  fill: { zh: '填写单位信息', en: 'Fill in the facts of your organisation' },
  fillWhy: { zh: '申领按已核实的内容审核', en: 'a claim is judged by what is confirmed' },
  account: { zh: '填写收款账户', en: 'Give a bank account' },
  accountWhy: { zh: '没有经核实的账户，兑付不能通过', en: 'without a confirmed one no redemption passes' },
} as const satisfies Record<string, Text>

/** What the profile still lacks: anything at all before a claim, the account before a redemption that is one's own to ask for. */
export function useProfileGaps(redeems: boolean): { rows: Waiting[]; asked: Asked } {
  const me = useMe()
  const claims = useMay()('claim.file')
  const id = me?.seats.find((one) => one.membershipId === me.actingAs)?.organisation.id
  const asked = useAskedLater(
    directory.profile,
    { params: { id: id ?? '' }, query: {} },
    id !== undefined && (claims || redeems),
  )
  const facts = asked.data?.rows
  const line = (what: Text, about: Text) => ({ key: what.en, what, about, due: null, to: '/organisation' })
  if (!facts) return { asked, rows: [] }
  if (facts.length === 0 && claims) return { asked, rows: [line(said.fill, said.fillWhy)] }
  const accounts = facts.some(({ key }) => key === 'bankAccount')
  return { asked, rows: redeems && !accounts ? [line(said.account, said.accountWhy)] : [] }
}
