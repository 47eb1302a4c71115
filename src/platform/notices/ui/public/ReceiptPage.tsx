import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useAskedLater, useFilters } from '#web/api.ts'
import {
  Button,
  Card,
  ErrorBox,
  Facts,
  Field,
  Link,
  Moment,
  PageHead,
  Skeleton,
  Stack,
  StateTag,
  TextInput,
} from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { notices } from '../../browser.ts'
import { objectionTones, objectionWords } from './notice-words.ts'

const said = {
  title: { zh: '凭回执号查询异议', en: 'Follow an objection by its receipt' },
  lead: {
    zh: '这里只显示办理到哪一步和答复理由，不显示异议人。',
    en: 'Shows how it stands and the reasons given; never who objected.',
  },
  receipt: { zh: '回执号', en: 'Receipt number' },
  form: {
    zh: '16 位，例如 7K2M-9QXP-3TVB-H5DN；不分大小写。',
    en: '16 characters, such as 7K2M-9QXP-3TVB-H5DN; upper or lower case.',
  },
  wrong: {
    zh: '回执号是 16 位字母和数字，没有 I、L、O、U。',
    en: 'A receipt has 16 letters and digits, without I, L, O, U.',
  },
  find: { zh: '查询', en: 'Look it up' },
  notice: { zh: '公示', en: 'Notice' },
  row: { zh: '第 {row} 条', en: 'row {row}' },
  at: { zh: '提出时间', en: 'Sent' },
  state: { zh: '办理情况', en: 'How it stands' },
  decided: { zh: '答复时间', en: 'Decided' },
  reason: { zh: '答复理由', en: 'Reasons' },
} as const satisfies Record<string, Text>

const SHAPE = /^[0-9A-HJKMNP-TV-Z]{16}$/
const Filters = z.object({ receipt: z.string().max(60).optional() })

/** As people write it down: any case, with or without hyphens; null when it can be none. */
function readReceipt(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
  return SHAPE.test(plain) ? (plain.match(/.{4}/g) ?? []).join('-') : null
}

export function ReceiptPage() {
  const t = useText()
  const [filters, setFilters] = useFilters(Filters)
  const [typed, setTyped] = useState(filters.receipt ?? '')
  const [wrong, setWrong] = useState(false)
  const receipt = readReceipt(filters.receipt ?? '')
  const submit = () => {
    const read = readReceipt(typed)
    setWrong(!read)
    if (read) setFilters({ receipt: read })
  }
  return (
    <div className="x-form">
      <PageHead title={said.title} lead={t(said.lead)} up={{ to: '/notices', label: said.notice }} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack>
          <Field label={said.receipt} hint={t(said.form)} required error={wrong ? t(said.wrong) : null}>
            <TextInput value={typed} onChange={setTyped} maxLength={40} width="middle" autoComplete="off" />
          </Field>
          <div>
            <Button type="submit" kind="primary">
              {t(said.find)}
            </Button>
          </div>
        </Stack>
      </form>
      {receipt && <Standing receipt={receipt} />}
    </div>
  )
}

function Standing({ receipt }: { receipt: string }) {
  const t = useText()
  const { data, error } = useAskedLater(notices.receipt, { params: { receipt } })
  if (error) return <ErrorBox error={error} />
  if (!data) return <Skeleton />
  return (
    <Card title={receipt}>
      <Facts
        facts={[
          {
            label: said.state,
            value: <StateTag tone={objectionTones[data.status]}>{t(objectionWords[data.status])}</StateTag>,
          },
          {
            label: said.notice,
            value: (
              <Link to="/notices/$id/rows/$row" params={{ id: data.noticeId, row: String(data.rowNo) }}>
                {data.noticeNumber} {t(said.row, { row: data.rowNo })}
              </Link>
            ),
          },
          { label: said.at, value: <Moment at={data.at} /> },
          data.decidedAt !== null && { label: said.decided, value: <Moment at={data.decidedAt} /> },
          data.reason !== null && { label: said.reason, value: data.reason },
        ]}
      />
    </Card>
  )
}
