import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { redemptions, STATUS } from '#business/redemptions/browser.ts'
import { RequestBody, requestTones } from '#business/redemptions/browser.tsx'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Facts, Money, PageHead, Split, Stack, StateTag } from '#web/kit/index.ts'
import { RequestWay } from './RequestWay.tsx'

const said = {
  title: { zh: '兑付申请 {number}', en: 'Redemption {number}' },
  up: { zh: '兑付申请', en: 'Redemption requests' },
  asked: { zh: '申请金额', en: 'Asked for' },
  approved: { zh: '核定金额', en: 'Approved' },
} as const satisfies Record<string, Text>

/** One request: where it stands and whose turn it is, then everything it rests on. */
export function RequestPage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(redemptions.get, { params: { id } })
  const may = useMay()
  const fill = (text: Text): Text => ({
    zh: text.zh.replace('{number}', one.number),
    en: text.en.replace('{number}', one.number),
  })
  return (
    <Stack>
      <PageHead
        title={fill(said.title)}
        {...(may('redemption.file') ? { up: { to: '/redemptions', label: said.up } } : {})}
        tags={<StateTag tone={requestTones[one.status]}>{t(STATUS[one.status])}</StateTag>}
      />
      {one.amountFen !== null && (
        <Facts
          facts={[
            {
              label: said.asked,
              value: (
                <strong>
                  <Money fen={one.amountFen} />
                </strong>
              ),
            },
            { label: said.approved, value: <Money fen={one.approvedFen} /> },
          ]}
        />
      )}
      <Split narrow="right" left={<RequestBody one={one} />} right={<RequestWay one={one} />} />
      <HistoryCard kind="redemption" id={one.id} when={one.inside !== null} />
    </Stack>
  )
}
