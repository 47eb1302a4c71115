import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Empty, More, Skeleton, Stack, WaitingOrAll } from '#web/kit/index.ts'
import { invoices } from '../contract.ts'
import { ConflictCard } from './ConflictCard.tsx'

const said = {
  title: { zh: '发票冲突', en: 'Invoices in two versions' },
  lead: {
    zh: '同一号码的发票登记了不同的内容。裁定之前，该发票不能用于新的申请，相关兑付暂停。请对照票面文件，必要时向开票方核实。',
    en: 'One invoice number was registered with different contents. Until it is decided it carries no new request, and payments on it wait. Compare the papers; ask the seller where needed.',
  },
  open: { zh: '待裁定', en: 'Waiting' },
  none: { zh: '没有待裁定的发票冲突', en: 'No conflict waits for a decision' },
  noneEver: { zh: '没有发票冲突', en: 'There are no conflicts' },
} as const satisfies Record<string, Text>

/** Conflicting versions of the invoices of a region's firms, for those who decide which one stands. */
export function ConflictsPage() {
  return (
    <WaitingOrAll
      title={said.title}
      lead={said.lead}
      waitingLabel={said.open}
      waiting={<Conflicts open />}
      all={<Conflicts />}
    />
  )
}

function Conflicts({ open = false }: { open?: boolean }) {
  const t = useText()
  const list = useList(invoices.conflicts, { query: open ? { status: 'open' as const } : {} })
  if (list.loading) return <Skeleton />
  if (list.rows.length === 0) return <Empty title={t(open ? said.none : said.noneEver)} />
  return (
    <Stack>
      {list.rows.map((one) => (
        <ConflictCard key={one.id} one={one} />
      ))}
      <More {...list} />
    </Stack>
  )
}
