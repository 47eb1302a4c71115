import { useState } from 'react'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useCommand, useList } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Dialog,
  Empty,
  ExportButton,
  Link,
  More,
  Skeleton,
  StateTag,
  Table,
  toast,
} from '#web/kit/index.ts'
import { directory, registerStates } from '../../browser.ts'
import { ReasonDialog } from './ReasonDialog.tsx'

const said = {
  caption: { zh: '名单的记录', en: 'Rows of the list' },
  none: { zh: '这份名单没有记录任何单位。', en: 'This list recorded nobody.' },
  firm: { zh: '单位', en: 'Organisation' },
  number: { zh: '证书或登记编号', en: 'Number' },
  days: { zh: '有效期', en: 'Valid' },
  state: { zh: '状态', en: 'State' },
  act: { zh: '办理', en: 'Action' },
  takeBack: { zh: '撤回', en: 'Take back' },
  takeBackOf: { zh: '撤回{name}的记录', en: 'Take back the row of {name}' },
  what: {
    zh: '撤回后不再计入，此前的记录恢复有效；单位会收到通知，历史保留。',
    en: 'It counts no more and what was on record before counts again; the organisation is told, and the history stays.',
  },
  reason: { zh: '理由（单位会看到）', en: 'Reason, read by the organisation' },
  done: { zh: '已撤回', en: 'Taken back' },
} as const satisfies Record<string, Text>

const tones = { in_force: 'good', superseded: 'plain', withdrawn: 'alarm' } as const

type RowOfList = z.output<typeof directory.registerRows.returns>['rows'][number]

/** What a list recorded; a wrong row is taken back here. */
export function RegisterRows({ list, onClose }: { list: { id: string; name: string }; onClose: () => void }) {
  const t = useText()
  const [wrong, setWrong] = useState<RowOfList | null>(null)
  const input = { params: { id: list.id }, query: { limit: 50 } }
  const rows = useList(directory.registerRows, input)
  if (wrong) return <TakeBack row={wrong} onClose={() => setWrong(null)} />
  return (
    <Dialog
      open
      side
      title={list.name}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose}>
          {t(words.close)}
        </Button>
      }
    >
      <ExportButton endpoint={directory.registerRows} input={{ params: input.params, query: {} }} />
      {rows.loading ? (
        <Skeleton lines={6} />
      ) : (
        <Table
          caption={said.caption}
          hideCaption
          rows={rows.rows}
          rowKey={(row) => row.id}
          empty={<Empty title={t(said.none)} />}
          columns={[
            {
              key: 'firm',
              head: said.firm,
              names: true,
              cell: ({ organisation: { id, name, uscc } }) => (
                <>
                  <Link to="/desk/organisations/$id" params={{ id }}>
                    {name}
                  </Link>
                  <div className="x-quiet">{uscc}</div>
                </>
              ),
            },
            { key: 'number', head: said.number, cell: (row) => row.number },
            { key: 'days', head: said.days, cell: (row) => `${row.validFrom} – ${row.validTo}` },
            {
              key: 'state',
              head: said.state,
              cell: (row) => (
                <>
                  <StateTag tone={tones[row.state]}>{t(registerStates[row.state])}</StateTag>
                  {row.withdrawal && <div className="x-quiet">{row.withdrawal.reason}</div>}
                </>
              ),
            },
            {
              key: 'act',
              head: said.act,
              cell: (row) =>
                row.abilities.includes('register.import') && (
                  <Button
                    small
                    kind="quiet"
                    aria-label={t(said.takeBackOf, { name: row.organisation.name })}
                    onClick={() => setWrong(row)}
                  >
                    {t(said.takeBack)}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <More {...rows} />
    </Dialog>
  )
}

function TakeBack({ row, onClose }: { row: RowOfList; onClose: () => void }) {
  const t = useText()
  const command = useCommand(directory.takeRegisterRowBack, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={t(said.takeBackOf, { name: row.organisation.name })}
      label={said.reason}
      what={<p>{t(said.what)}</p>}
      verb={said.takeBack}
      alarm
      pending={command.pending}
      refusal={command.refusal}
      onClose={onClose}
      onSend={(reason) => command.run({ params: { id: row.id }, body: { reason } })}
    />
  )
}
