import type { Text } from '#core/text.ts'
import { useAsked, useParams } from '#web/api.ts'
import { Box, Card, Facts, Link, Money, PageHead, Stack, StateTag } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { notices } from '../../browser.ts'
import { headOf, inOrder } from './heads.ts'
import { NoticeState } from './NoticeState.tsx'
import { ObjectionForm } from './ObjectionForm.tsx'
import { rowTones, rowWords } from './notice-words.ts'

const said = {
  title: { zh: '{number} 第 {row} 条', en: '{number}, row {row}' },
  notice: { zh: '所在公示', en: 'Notice' },
  who: { zh: '单位', en: 'Organisation' },
  amount: { zh: '金额', en: 'Amount' },
  state: { zh: '状态', en: 'State' },
  left: { zh: '公示期', en: 'Notice period' },
  object: { zh: '对本条提出异议', en: 'Object to this row' },
  removed: { zh: '本条已从名单中移除，不再办理。', en: 'This row was removed from the list.' },
  over: {
    zh: '公示已结束，不再受理异议。如有情况反映，请联系{authority}。',
    en: 'The notice is over and takes no more objections. To report something, contact {authority}.',
  },
} as const satisfies Record<string, Text>

/** One row with an address of its own, and the form to object to it. */
export function NoticeRowPage() {
  const t = useText()
  const { id, row: rowNo } = useParams({ strict: false }) as { id: string; row: string }
  const { notice, row } = useAsked(notices.row, { params: { id, row: Number(rowNo) } })
  const takes = notice.status === 'open' && row.status !== 'removed'
  return (
    <>
      <PageHead
        title={t(said.title, { number: notice.number, row: row.rowNo })}
        up={{ to: '/notices/$id', label: notice.title, params: { id } }}
        tags={<StateTag tone={rowTones[row.status]}>{t(rowWords[row.status])}</StateTag>}
      />
      <Stack gap="l">
        <Card>
          <Facts
            facts={[
              { label: said.who, value: row.organisationName },
              row.amountFen !== null && { label: said.amount, value: <Money fen={row.amountFen} /> },
              ...inOrder(Object.keys(row.display)).map((head) => ({
                label: headOf(head),
                value: row.display[head] ?? '',
              })),
              {
                label: said.notice,
                value: (
                  <Link to="/notices/$id" params={{ id }}>
                    {t(notice.title)}
                  </Link>
                ),
              },
              { label: said.left, value: <NoticeState notice={notice} /> },
            ]}
          />
        </Card>
        {takes && (
          <Card title={t(said.object)}>
            <ObjectionForm noticeId={id} row={row.rowNo} />
          </Card>
        )}
        {!takes && (
          <Box>
            {row.status === 'removed' ? t(said.removed) : t(said.over, { authority: notice.authorityName })}
          </Box>
        )}
      </Stack>
    </>
  )
}
