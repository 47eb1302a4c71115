import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Empty, ExportButton, Moment, More, Row, Skeleton, Stack, Table } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { RegisterImport } from './RegisterImport.tsx'
import { RegisterRows } from './RegisterRows.tsx'

const said = {
  lead: {
    zh: '把发布的名单导入各单位档案，标明来源；名单上的记录无需再逐家核实。',
    en: 'Published lists become facts of the organisations that they name, with their source; nobody has to confirm them one by one.',
  },
  import: { zh: '导入名单', en: 'Import a list' },
  caption: { zh: '已导入的登记名单', en: 'Register lists that were imported' },
  none: { zh: '还没有导入过名单。', en: 'No list was imported yet.' },
  list: { zh: '名单', en: 'List' },
  fact: { zh: '事项', en: 'Fact' },
  count: { zh: '记录数', en: 'Rows' },
  counts: {
    zh: '{rows} 条，有效 {inForce}，撤回 {withdrawn}',
    en: '{rows}, of which {inForce} in force, {withdrawn} taken back',
  },
  imported: { zh: '导入', en: 'Imported' },
  act: { zh: '办理', en: 'Action' },
  open: { zh: '查看记录', en: 'Rows' },
  openOf: { zh: '查看记录：{name}', en: 'Rows of {name}' },
} as const satisfies Record<string, Text>

type Listed = { id: string; name: string }

/** The lists that the reader's authority brought in, and the way to bring in another. */
export function Registers({ imports }: { imports: boolean }) {
  const t = useText()
  const [importing, setImporting] = useState(false)
  const [open, setOpen] = useState<Listed | null>(null)
  const list = useList(directory.registerLists, { query: { limit: 50 } })
  if (list.loading) return <Skeleton lines={6} />
  return (
    <Stack>
      <p className="x-quiet">{t(said.lead)}</p>
      <Row>
        {imports && (
          <Button kind="primary" icon="upload" onClick={() => setImporting(true)}>
            {t(said.import)}
          </Button>
        )}
        <ExportButton endpoint={directory.registerLists} />
      </Row>
      <Table
        caption={said.caption}
        hideCaption
        rows={list.rows}
        rowKey={(row) => row.id}
        empty={<Empty title={t(said.none)} />}
        columns={[
          {
            key: 'list',
            head: said.list,
            names: true,
            cell: (row) => (
              <>
                {row.name}
                <div className="x-quiet">
                  {row.documentNumber} {row.publishedOn}
                </div>
              </>
            ),
          },
          { key: 'fact', head: said.fact, cell: (row) => t(row.label) },
          { key: 'count', head: said.count, cell: (row) => t(said.counts, row) },
          {
            key: 'imported',
            head: said.imported,
            cell: (row) => (
              <>
                {row.importedBy} <Moment at={row.importedAt} dayOnly />
              </>
            ),
          },
          {
            key: 'act',
            head: said.act,
            cell: (row) => (
              <Button small aria-label={t(said.openOf, { name: row.name })} onClick={() => setOpen(row)}>
                {t(said.open)}
              </Button>
            ),
          },
        ]}
      />
      <More {...list} />
      {importing && <RegisterImport onClose={() => setImporting(false)} />}
      {open && <RegisterRows list={open} onClose={() => setOpen(null)} />}
    </Stack>
  )
}
