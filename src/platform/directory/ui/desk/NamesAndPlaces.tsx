import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  Dialog,
  Field,
  Form,
  Moment,
  Row,
  StateTag,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { Buttons, PlaceInput, SinceAndEvidence } from './ChangeParts.tsx'
import { CloseDialog } from './Closing.tsx'
import { type Corrected, CorrectEntry } from './CorrectEntry.tsx'
import type { Full } from './desk-words.ts'

const said = {
  title: { zh: '名称与所在地沿革', en: 'Names and places over time' },
  what: { zh: '项目', en: 'What' },
  value: { zh: '内容', en: 'Value' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  name: { zh: '名称', en: 'Name' },
  region: { zh: '所在地', en: 'Place' },
  rename: { zh: '登记更名', en: 'Record a new name' },
  move: { zh: '登记迁址', en: 'Record a move' },
  close: { zh: '登记注销', en: 'Record a closing' },
  nameNow: { zh: '现名称', en: 'Name now' },
  newName: { zh: '新名称', en: 'New name' },
  placeNow: { zh: '现所在地', en: 'Place now' },
  renameTells: {
    zh: '此前的券、订单和公示仍写当时的名称；单位会收到通知。',
    en: 'Earlier vouchers, orders and notices keep the name of their day; the organisation is told.',
  },
  moveTells: {
    zh: '已受理的事项由原受理部门办完，之后的申请由新所在地受理。迁出本辖区后，您不再看到该单位的档案；单位会收到通知。',
    en: 'Cases under way stay where they were filed; later ones go to the new place. Once it has left your region you no longer see its profile; the organisation is told.',
  },
  correct: { zh: '更正', en: 'Correct' },
  takenBack: { zh: '已撤回', en: 'taken back' },
  renamed: { zh: '更名已登记', en: 'The new name is on record' },
  moved: { zh: '迁址已登记', en: 'The move is on record' },
} as const satisfies Record<string, Text>

/** What an organisation was called and where it was, day by day; officers of its region record what the register changed. */
export function NamesAndPlaces({ found }: { found: Full }) {
  const t = useText()
  const [open, setOpen] = useState<'rename' | 'move' | 'close' | null>(null)
  const [wrong, setWrong] = useState<Corrected | null>(null)
  const changes = found.abilities.includes('organisation.change') && found.status !== 'closed'
  const close = () => setOpen(null)
  const rows = [
    ...found.names.map((row) => ({ ...row, of: 'name' as const, what: said.name, value: row.name })),
    ...found.regions.map((row) => ({
      ...row,
      of: 'place' as const,
      what: said.region,
      value: t(row.regionName),
    })),
  ]
  return (
    <Card
      title={t(said.title)}
      actions={
        changes && (
          <Row>
            <Button small onClick={() => setOpen('rename')}>
              {t(said.rename)}
            </Button>
            {found.kind !== 'authority' && (
              <Button small onClick={() => setOpen('move')}>
                {t(said.move)}
              </Button>
            )}
            {found.kind !== 'authority' && found.status !== 'disputed' && (
              <Button small onClick={() => setOpen('close')}>
                {t(said.close)}
              </Button>
            )}
          </Row>
        )
      }
    >
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'what', head: said.what, cell: (row) => t(row.what) },
          {
            key: 'value',
            head: said.value,
            cell: (row) => <Value {...row} onCorrect={() => setWrong(row)} />,
          },
          { key: 'from', head: said.from, cell: (row) => row.validFrom },
          { key: 'to', head: said.to, cell: (row) => row.validTo ?? '—' },
        ]}
      />
      {open === 'rename' && <Rename found={found} onClose={close} />}
      {open === 'close' && <CloseDialog found={found} onClose={close} />}
      {open === 'move' && <Move found={found} onClose={close} />}
      {wrong && <CorrectEntry wrong={wrong} onClose={() => setWrong(null)} />}
    </Card>
  )
}

type Shown = {
  value: string
  withdrawn: { at: string; reason: string } | null
  correctable: boolean
  onCorrect: () => void
}

function Value({ value, withdrawn, correctable, onCorrect }: Shown) {
  const t = useText()
  if (correctable)
    return (
      <>
        {value}{' '}
        <Button small kind="quiet" onClick={onCorrect}>
          {t(said.correct)}
        </Button>
      </>
    )
  if (!withdrawn) return value
  return (
    <>
      <s>{value}</s> <StateTag tone="plain">{t(said.takenBack)}</StateTag>{' '}
      <span className="x-quiet">
        <Moment at={withdrawn.at} /> {withdrawn.reason}
      </span>
    </>
  )
}

type Dialogue = { found: Full; onClose: () => void }

function Rename({ found, onClose }: Dialogue) {
  const t = useText()
  const form = useForm({ name: '', from: '', evidence: '' })
  const command = useCommand(directory.rename, {
    done: () => {
      toast(said.renamed)
      onClose()
    },
  })
  return (
    <Dialog open title={t(said.rename)} onClose={onClose}>
      <Form
        form={form}
        onSubmit={(body) => command.run({ params: { id: found.id }, body })}
        refusal={command.refusal}
      >
        <p>
          {t(said.nameNow)}: {found.name}
        </p>
        <Field name="name" label={said.newName} required>
          <TextInput {...form.bind('name')} maxLength={100} />
        </Field>
        <SinceAndEvidence form={form} />
        <Box tone="info">{t(said.renameTells)}</Box>
        <Buttons verb={said.rename} busy={command.pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

function Move({ found, onClose }: Dialogue) {
  const t = useText()
  const form = useForm({ regionCode: '', place: '', from: '', evidence: '' })
  const command = useCommand(directory.move, {
    done: () => {
      toast(said.moved)
      onClose()
    },
  })
  return (
    <Dialog open title={t(said.move)} onClose={onClose}>
      <Form
        form={form}
        onSubmit={({ place: _, ...body }) => command.run({ params: { id: found.id }, body })}
        refusal={command.refusal}
      >
        <p>
          {t(said.placeNow)}: {t(found.regionName)}
        </p>
        <PlaceInput form={form} />
        <SinceAndEvidence form={form} />
        <Box tone="wait">{t(said.moveTells)}</Box>
        <Buttons verb={said.move} busy={command.pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
