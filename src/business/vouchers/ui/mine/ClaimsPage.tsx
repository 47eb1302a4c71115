import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Link, ListPage, Money, OneOf, StateTag, type Tone } from '#web/kit/index.ts'
import { CLAIM_STATUS, keysOf, SERVICE_KINDS, vouchers, waitText } from '../../browser.ts'
import { Bars } from './Bars.tsx'

const said = {
  title: { zh: '我的申领', en: 'My claims' },
  claim: { zh: '申领科技创新券', en: 'Claim a voucher' },
  none: {
    zh: '还没有申领过。请先自测是否符合，再申领。',
    en: 'No claims yet. Check yourself first, then claim.',
  },
  noneSo: { zh: '没有这种状态的申领。', en: 'No claim with this status.' },
  number: { zh: '编号', en: 'Number' },
  service: { zh: '服务', en: 'Service' },
  amount: { zh: '申领金额', en: 'Amount claimed' },
  yuan: { zh: '元', en: 'CNY' },
  status: { zh: '状态', en: 'Status' },
  all: { zh: '全部状态', en: 'Any status' },
  voucher: { zh: '查看券', en: 'The voucher' },
} as const satisfies Record<string, Text>

export const claimTones: Record<keyof typeof CLAIM_STATUS, Tone> = {
  in_review: 'info',
  queued: 'wait',
  issued: 'good',
  refused: 'alarm',
  withdrawn: 'plain',
  lapsed: 'alarm',
}
const Filters = z.object({ status: z.enum(keysOf(CLAIM_STATUS)).optional() })

export function ClaimsPage() {
  const t = useText()
  const may = useMay()
  const [{ status }, set] = useFilters(Filters)
  const claim = (
    <Link to="/voucher-claims/new" as="primary" icon="plus">
      {t(said.claim)}
    </Link>
  )
  return (
    <ListPage
      title={said.title}
      add={{ to: '/voucher-claims/new', label: said.claim }}
      above={may('claim.file') && <Bars />}
      endpoint={vouchers.claims}
      input={{ query: { status } }}
      rowKey={(row) => row.caseId}
      none={status ? said.noneSo : said.none}
      noneWhy={!status && claim}
      columns={[
        {
          key: 'number',
          head: said.number,
          cell: (row) => (
            <Link to="/cases/$id" params={{ id: row.caseId }}>
              {row.number}
            </Link>
          ),
        },
        { key: 'service', head: said.service, cell: (row) => t(SERVICE_KINDS[row.serviceKind]) },
        {
          key: 'amount',
          head: said.amount,
          unit: said.yuan,
          right: true,
          cell: (row) => <Money fen={row.amountFen} bare />,
        },
        {
          key: 'status',
          head: said.status,
          cell: (row) => (
            <>
              <StateTag tone={claimTones[row.status]}>{t(CLAIM_STATUS[row.status])}</StateTag>{' '}
              {waitText(row) && <span className="x-block x-note">{t(waitText(row) ?? '')}</span>}{' '}
              {row.voucherId && (
                <Link to="/vouchers/$id" params={{ id: row.voucherId }}>
                  {t(said.voucher)}
                </Link>
              )}
            </>
          ),
        },
      ]}
    >
      <OneOf
        label={said.status}
        any={said.all}
        names={CLAIM_STATUS}
        value={status}
        onChange={(next) => set({ status: next })}
      />
    </ListPage>
  )
}
