import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { type Column, Link, ListPage, Money, OneOf, StateTag, type Tone } from '#web/kit/index.ts'
import { keysOf, SERVICE_KINDS, VOUCHER_STATUS, type VoucherRow, vouchers } from '../../browser.ts'

const said = {
  title: { zh: '我的券', en: 'My vouchers' },
  none: {
    zh: '没有券。申领通过后，券会出现在这里。',
    en: 'No vouchers. They appear here once a claim is accepted.',
  },
  titleAll: { zh: '科技创新券', en: 'Vouchers' },
  noneInRegion: { zh: '本区域还没有发出的券。', en: 'No voucher was issued in your region yet.' },
  noneSo: { zh: '没有这种状态的券。', en: 'No voucher with this status.' },
  holder: { zh: '持券单位', en: 'Holder' },
  claim: { zh: '申领科技创新券', en: 'Claim a voucher' },
  number: { zh: '券号', en: 'Number' },
  service: { zh: '服务', en: 'Service' },
  face: { zh: '券面', en: 'Face value' },
  left: { zh: '余额', en: 'Left' },
  yuan: { zh: '元', en: 'CNY' },
  useBy: { zh: '使用截止', en: 'Use by' },
  redeemBy: { zh: '兑付截止', en: 'Redeem by' },
  status: { zh: '状态', en: 'Status' },
  all: { zh: '全部状态', en: 'Any status' },
} as const satisfies Record<string, Text>

export const voucherTones: Record<keyof typeof VOUCHER_STATUS, Tone> = {
  active: 'good',
  used: 'plain',
  lapsed: 'alarm',
  returned: 'plain',
  revoked: 'alarm',
}
/** For those who look at a region. */
const holder: Column<VoucherRow> = {
  key: 'holder',
  head: said.holder,
  cell: (row) => row.organisationName,
}
const Filters = z.object({ status: z.enum(keysOf(VOUCHER_STATUS)).optional() })

export function VouchersPage() {
  const t = useText()
  const [{ status }, set] = useFilters(Filters)
  const own = useMay()('claim.file')
  const title = own ? said.title : said.titleAll
  return (
    <ListPage
      title={title}
      add={own && { to: '/voucher-claims/new', label: said.claim, as: 'plain' }}
      endpoint={vouchers.list}
      input={{ query: { status } }}
      rowKey={(row) => row.id}
      none={status ? said.noneSo : own ? said.none : said.noneInRegion}
      columns={[
        {
          key: 'number',
          head: said.number,
          cell: (row) => (
            <Link to="/vouchers/$id" params={{ id: row.id }}>
              {row.number}
            </Link>
          ),
        },
        ...(own ? [] : [holder]),
        { key: 'service', head: said.service, cell: (row) => t(SERVICE_KINDS[row.serviceKind]) },
        {
          key: 'face',
          head: said.face,
          unit: said.yuan,
          right: true,
          cell: (row) => <Money fen={row.faceFen} bare />,
        },
        {
          key: 'left',
          head: said.left,
          unit: said.yuan,
          right: true,
          cell: (row) => <Money fen={row.remainingFen} bare />,
        },
        { key: 'useBy', head: said.useBy, cell: (row) => row.useBy },
        { key: 'redeemBy', head: said.redeemBy, cell: (row) => row.redeemBy },
        {
          key: 'status',
          head: said.status,
          cell: (row) => <StateTag tone={voucherTones[row.status]}>{t(VOUCHER_STATUS[row.status])}</StateTag>,
        },
      ]}
    >
      <OneOf
        label={said.status}
        any={said.all}
        names={VOUCHER_STATUS}
        value={status}
        onChange={(next) => set({ status: next })}
      />
    </ListPage>
  )
}
