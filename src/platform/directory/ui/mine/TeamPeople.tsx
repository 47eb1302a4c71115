import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useAsked, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  Card,
  Checkbox,
  DateInput,
  Dialog,
  Empty,
  ErrorBox,
  Field,
  Form,
  Row,
  Select,
  StateTag,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

const said = {
  title: { zh: '团队成员', en: 'People of the team' },
  why: {
    zh: '孵化载体和审核人据此了解团队。证件号码只校验，不保存，此后只显示首尾几位。',
    en: 'The incubator and the officers know the team by this. A paper’s number is checked and not kept; only its ends are shown.',
  },
  none: {
    zh: '还没有登记成员。孵化载体据此决定是否推荐。',
    en: 'Nobody is on record yet. The incubator sponsors a team by its people.',
  },
  name: { zh: '姓名', en: 'Name' },
  post: { zh: '职务或分工', en: 'Post' },
  paper: { zh: '证件', en: 'Paper' },
  kind: { zh: '证件类型', en: 'Kind of paper' },
  number: { zh: '证件号码', en: 'Number of the paper' },
  id_card: { zh: '居民身份证', en: 'Identity card' },
  passport: { zh: '护照', en: 'Passport' },
  other: { zh: '其他证件', en: 'Other' },
  core: { zh: '核心成员', en: 'Core member' },
  from: { zh: '加入日期', en: 'Since' },
  to: { zh: '退出日期', en: 'Left' },
  act: { zh: '办理', en: 'Action' },
  add: { zh: '添加成员', en: 'Add a person' },
  added: { zh: '成员已登记', en: 'The person is on record' },
  leave: { zh: '退出', en: 'Leaves' },
  leaveOf: { zh: '{name}退出团队', en: '{name} leaves the team' },
  leaveWhat: {
    zh: '自今天起不再是团队成员，此前的记录保留。平台账号的岗位请在“人员与邀请”另行结束。',
    en: 'From today no member any more; the record of before stays. End a role on the platform under “People and invitations”.',
  },
  left: { zh: '已登记退出', en: 'Recorded' },
} as const satisfies Record<string, Text>

const kinds = ['id_card', 'passport', 'other'] as const

type Leaving = { id: string; name: string }

/** Who is in a founders' team; `records` where one may change it. */
export function TeamPeople({ id, records = false }: { id: string; records?: boolean }) {
  const t = useText()
  const { rows } = useAsked(directory.people, { params: { id } })
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  return (
    <Card
      title={t(said.title)}
      actions={
        records && (
          <Button small icon="plus" onClick={() => setAdding(true)}>
            {t(said.add)}
          </Button>
        )
      }
    >
      {records && <p className="x-quiet">{t(said.why)}</p>}
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        empty={<Empty title={t(said.none)} />}
        columns={[
          {
            key: 'name',
            head: said.name,
            cell: (row) => (
              <>
                {row.name} {row.core && <StateTag tone="info">{t(said.core)}</StateTag>}
              </>
            ),
          },
          { key: 'post', head: said.post, cell: (row) => row.post },
          {
            key: 'paper',
            head: said.paper,
            cell: (row) => (
              <>
                {t(said[row.paperKind])} <code>{row.paper}</code>
              </>
            ),
          },
          { key: 'from', head: said.from, cell: (row) => row.validFrom },
          { key: 'to', head: said.to, cell: (row) => row.validTo ?? '—' },
          ...(records
            ? [
                {
                  key: 'act',
                  head: said.act,
                  cell: (row: (typeof rows)[number]) =>
                    row.validTo === null && (
                      <Button
                        small
                        aria-label={t(said.leaveOf, { name: row.name })}
                        onClick={() => setLeaving({ id: row.id, name: row.name })}
                      >
                        {t(said.leave)}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {adding && <AddPerson id={id} onClose={() => setAdding(false)} />}
      {leaving && <Leave leaving={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  )
}

const startValues = {
  name: '',
  post: '',
  paperKind: 'id_card' as (typeof kinds)[number] | '',
  paperNumber: '',
  core: true,
  from: '',
}

function AddPerson({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const form = useForm(startValues)
  const add = useCommand(directory.addPerson, {
    done: () => {
      toast(said.added)
      onClose()
    },
  })
  const submit = ({ paperKind, ...rest }: typeof startValues) =>
    add.run({ params: { id }, body: { ...rest, paperKind: paperKind || 'other' } })
  return (
    <Dialog open title={t(said.add)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={add.refusal}>
        <Field name="name" label={said.name} required>
          <TextInput {...form.bind('name')} maxLength={60} autoComplete="off" />
        </Field>
        <Field name="post" label={said.post} required>
          <TextInput {...form.bind('post')} maxLength={60} />
        </Field>
        <Field name="paperKind" label={said.kind} required>
          <Select
            {...form.bind('paperKind')}
            options={kinds.map((value) => ({ value, label: said[value] }))}
          />
        </Field>
        <Field name="paperNumber" label={said.number} required>
          <TextInput {...form.bind('paperNumber')} maxLength={40} autoComplete="off" />
        </Field>
        <Field name="from" label={said.from} required>
          <DateInput {...form.bind('from')} />
        </Field>
        <Checkbox label={said.core} {...form.bind('core')} />
        <Row>
          <Button kind="primary" type="submit" busy={add.pending}>
            {t(said.add)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}

function Leave({ leaving, onClose }: { leaving: Leaving; onClose: () => void }) {
  const t = useText()
  const end = useCommand(directory.endPerson, {
    done: () => {
      toast(said.left)
      onClose()
    },
  })
  return (
    <Dialog
      open
      title={t(said.leaveOf, { name: leaving.name })}
      onClose={onClose}
      foot={
        <Button
          kind="primary"
          busy={end.pending}
          onClick={() => end.run({ params: { id: leaving.id }, body: {} })}
        >
          {t(said.leave)}
        </Button>
      }
    >
      <ErrorBox error={end.refusal} />
      <p>{t(said.leaveWhat)}</p>
    </Dialog>
  )
}
