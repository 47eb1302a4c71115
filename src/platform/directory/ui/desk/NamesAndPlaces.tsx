import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Card,
  DateInput,
  Dialog,
  Field,
  Form,
  Lookup,
  Row,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { usePlaces } from '../mine/regions.ts'
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
  nameNow: { zh: '现名称', en: 'Name now' },
  newName: { zh: '新名称', en: 'New name' },
  placeNow: { zh: '现所在地', en: 'Place now' },
  newPlace: { zh: '迁入的县（市、区）', en: 'County it moved to' },
  newPlaceHint: { zh: '输入地名或区划代码', en: 'Type a name or a region code' },
  since: { zh: '生效日', en: 'In force from' },
  sinceHint: {
    zh: '登记机关核准变更之日，不晚于今天',
    en: 'The day of the register’s approval, today at the latest',
  },
  evidence: { zh: '依据', en: 'Evidence' },
  evidenceHint: {
    zh: '如“准予变更登记通知书”及其文号',
    en: 'Such as the register’s notice of change and its number',
  },
  renameTells: {
    zh: '此前的券、订单和公示仍写当时的名称；单位会收到通知。',
    en: 'Earlier vouchers, orders and notices keep the name of their day; the organisation is told.',
  },
  moveTells: {
    zh: '已受理的事项由原受理部门办完，之后的申请由新所在地受理。迁出本辖区后，您不再看到该单位的档案；单位会收到通知。',
    en: 'Cases under way stay where they were filed; later ones go to the new place. Once it has left your region you no longer see its profile; the organisation is told.',
  },
  renamed: { zh: '更名已登记', en: 'The new name is on record' },
  moved: { zh: '迁址已登记', en: 'The move is on record' },
} as const satisfies Record<string, Text>

/** What an organisation was called and where it was, day by day; officers of its region record what the register changed. */
export function NamesAndPlaces({ found }: { found: Full }) {
  const t = useText()
  const [open, setOpen] = useState<'rename' | 'move' | null>(null)
  const changes = found.abilities.includes('organisation.change') && found.status !== 'closed'
  const close = () => setOpen(null)
  const rows = [
    ...found.names.map((row) => ({ ...row, what: said.name, value: row.name })),
    ...found.regions.map((row) => ({ ...row, what: said.region, value: t(row.regionName) })),
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
          </Row>
        )
      }
    >
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(row) => `${row.what.en}${row.validFrom}`}
        columns={[
          { key: 'what', head: said.what, cell: (row) => t(row.what) },
          { key: 'value', head: said.value, cell: (row) => row.value },
          { key: 'from', head: said.from, cell: (row) => row.validFrom },
          { key: 'to', head: said.to, cell: (row) => row.validTo ?? '—' },
        ]}
      />
      {open === 'rename' && <Rename found={found} onClose={close} />}
      {open === 'move' && <Move found={found} onClose={close} />}
    </Card>
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
  const { find } = usePlaces()
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
        <Field name="regionCode" label={said.newPlace} hint={t(said.newPlaceHint)} required>
          <Lookup
            shown={form.values.place}
            find={find}
            onChoose={(one) => {
              form.set('regionCode', one?.value ?? '')
              form.set('place', one?.label ?? '')
            }}
          />
        </Field>
        <SinceAndEvidence form={form} />
        <Box tone="wait">{t(said.moveTells)}</Box>
        <Buttons verb={said.move} busy={command.pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

type Bound = { value: string; onChange: (value: string) => void }

function SinceAndEvidence({ form }: { form: { bind: (name: 'from' | 'evidence') => Bound } }) {
  const t = useText()
  return (
    <>
      <Field name="from" label={said.since} hint={t(said.sinceHint)} required>
        <DateInput {...form.bind('from')} />
      </Field>
      <Field name="evidence" label={said.evidence} hint={t(said.evidenceHint)} required>
        <TextInput {...form.bind('evidence')} maxLength={200} />
      </Field>
    </>
  )
}

function Buttons({ verb, busy, onClose }: { verb: Text; busy: boolean; onClose: () => void }) {
  const t = useText()
  return (
    <Row>
      <Button kind="primary" type="submit" busy={busy}>
        {t(verb)}
      </Button>
      <Button onClick={onClose}>{t(words.cancel)}</Button>
    </Row>
  )
}
