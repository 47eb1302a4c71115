import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useCommand, useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  Empty,
  ErrorBox,
  ExportButton,
  Field,
  FileDrop,
  type FileEntry,
  Link,
  Moment,
  Money,
  More,
  Row,
  Skeleton,
  Stack,
  Table,
  textOf,
  toast,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { words } from '../words.ts'
import { Report } from './Report.tsx'

const said = {
  title: { zh: '导入银行回单', en: 'Import the bank’s confirmation' },
  what: {
    zh: '逐行比对拨付单号、行号和金额：已支付的入账，未支付的退回“待拨付”，对不上的不作改动并说明原因。重复导入不会入账两次。',
    en: 'Each line is compared by run, row and amount: what was paid is booked, what was not is due again, and what does not fit changes nothing and says why. The same line twice is booked once.',
  },
  xlsx: { zh: '回单文件（xlsx）', en: 'Confirmation as xlsx' },
  good: {
    zh: '可用拨付文件本身，填好支付结果、支付日期、银行流水号（或未支付原因）。',
    en: 'The payment file itself will do, with result, day and bank reference (or the reason) filled in.',
  },
  csv: { zh: '或 CSV 文件', en: 'Or as CSV' },
  csvGood: {
    zh: '表头：拨付单号,行号,金额,支付结果,支付日期,银行流水号,未支付原因；UTF-8 或 GB18030 编码。',
    en: 'Heads as in the payment file; UTF-8 or GB18030.',
  },
  run: { zh: '导入', en: 'Import' },
  done: { zh: '回单已导入', en: 'Imported' },
  latest: { zh: '本次导入结果', en: 'What this import did' },
  before: { zh: '导入记录', en: 'Earlier imports' },
  none: { zh: '还没有导入过回单', en: 'Nothing was imported yet' },
  name: { zh: '文件', en: 'File' },
  at: { zh: '导入时间', en: 'Imported' },
  paid: { zh: '入账金额', en: 'Booked' },
} as const satisfies Record<string, Text>

export function Imports() {
  const t = useText()
  const confirms = useMay()('run.confirm')
  return (
    <Stack>
      {confirms && <Import />}
      <Card title={t(said.before)} actions={<ExportButton endpoint={payments.imports} />}>
        <Earlier />
      </Card>
    </Stack>
  )
}

/** A workbook that was put where text belongs goes the way of workbooks; read as text it would be noise. */
const WORKBOOK = /\.xls[xm]?$/i

type Sheet = { name: string; bytes: number; text: string }

function Import() {
  const t = useText()
  const xlsx = useUploads('payment_import', false)
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const clear = () => {
    for (const entry of xlsx.files) xlsx.remove(entry)
    setSheet(null)
  }
  const command = useCommand(payments.confirm, {
    done: () => {
      toast(said.done)
      clear()
    },
  })
  const [fileId] = xlsx.ids
  const name = (sheet?.name ?? xlsx.files[0]?.name ?? '').slice(0, 200)
  const body = sheet ? { csv: sheet.text, name } : fileId ? { fileId, name } : null
  const entries: FileEntry[] = sheet ? [{ id: sheet.name, name: sheet.name, bytes: sheet.bytes }] : []
  return (
    <Card title={t(said.title)}>
      <Stack>
        <p>{t(said.what)}</p>
        {sheet === null && (
          <Field label={said.xlsx} required>
            <Uploader uploads={xlsx} accept=".xlsx" multiple={false} good={said.good} />
          </Field>
        )}
        {xlsx.files.length === 0 && (
          <Field label={said.csv} required>
            <FileDrop
              files={entries}
              accept=".csv,.txt"
              multiple={false}
              maxBytes={900_000}
              good={said.csvGood}
              onRemove={() => setSheet(null)}
              onAdd={([file]) => {
                if (!file) return
                if (WORKBOOK.test(file.name)) return xlsx.add([file])
                void textOf(file).then((text) => setSheet({ name: file.name, bytes: file.size, text }))
              }}
            />
          </Field>
        )}
        <ErrorBox error={command.refusal} />
        <Row>
          <Button
            kind="primary"
            busy={command.pending || xlsx.busy}
            disabled={body === null}
            onClick={() => body && command.run({ body })}
          >
            {t(said.run)}
          </Button>
        </Row>
        {command.answer && (
          <section aria-label={t(said.latest)}>
            <h3>{t(said.latest)}</h3>
            <Report report={command.answer} />
          </section>
        )}
      </Stack>
    </Card>
  )
}

function Earlier() {
  const t = useText()
  const list = useList(payments.imports, { query: {} })
  if (list.loading) return <Skeleton />
  return (
    <>
      <Table
        caption={said.before}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={<Empty title={t(said.none)} />}
        columns={[
          {
            key: 'name',
            head: said.name,
            cell: (row) => (
              <Link to="/desk/payments/imports/$id" params={{ id: row.id }}>
                {row.name}
              </Link>
            ),
          },
          {
            key: 'at',
            head: said.at,
            cell: (row) => (
              <>
                <Moment at={row.at} /> {row.by}
              </>
            ),
          },
          {
            key: 'paid',
            head: said.paid,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.paidFen} bare />,
          },
        ]}
      />
      <More {...list} />
    </>
  )
}
