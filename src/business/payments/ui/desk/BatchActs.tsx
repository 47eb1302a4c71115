import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import { Box, Button, Dialog, Field, Form, Row, Stack, TextArea, toast, useForm } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import type { BatchOne } from './BatchPage.tsx'
import { PublishDialog } from './PublishDialog.tsx'

const said = {
  publish: { zh: '发布公示', en: 'Open the public notice' },
  dissolve: { zh: '解散批次', en: 'Dissolve the batch' },
  dissolveWhat: {
    zh: '批次内的申请全部回到“待编入批次”。',
    en: 'Its requests go back to those that wait for a batch.',
  },
  dissolveNotice: {
    zh: '正在进行的公示将一并撤回，撤回原因向社会公开；已收到的异议随之终止。',
    en: 'The open notice is taken back with it and the reason is public; objections end with it.',
  },
  dissolved: { zh: '批次已解散', en: 'The batch is dissolved' },
  announce: { zh: '公告结果', en: 'Announce the result' },
  announceWhat: {
    zh: '结果登载在公示页面，发布后不能修改。暂缓的申请以后单独决定。',
    en: 'The result stands on the page of the notice and can’t be changed. Held requests are decided later, alone.',
  },
  textZh: { zh: '公告正文（中文）', en: 'Announcement in Chinese' },
  textEn: { zh: '公告正文（英文）', en: 'Announcement in English' },
  textHint: {
    zh: '留空则由系统按决定结果拟写。',
    en: 'Left empty, it is worded from the decisions.',
  },
  announced: { zh: '已公告', en: 'Announced' },
  undecided: {
    zh: '还有 {count} 件未决定，决定后才能公告。',
    en: '{count} are undecided; the announcement comes after them.',
  },
  waiting: {
    zh: '公示期满后由负责人逐件决定。公示期间只处理异议。',
    en: 'Once the notice has closed, a director decides the rows. Until then only objections are dealt with.',
  },
  director: { zh: '由本单位负责人作出决定。', en: 'A director of the authority decides.' },
} as const satisfies Record<string, Text>

type Open = 'publish' | 'dissolve' | 'announce' | null

/** What can be done with the whole batch now. */
export function BatchActs({ batch }: { batch: BatchOne }) {
  const t = useText()
  const [open, setOpen] = useState<Open>(null)
  const { status, abilities } = batch
  const manages = abilities.includes('batch.manage')
  const decides = abilities.includes('batch.decide')
  const undecided = batch.list.filter((row) => row.status === 'listed').length
  const mayDissolve = manages && (status === 'collecting' || status === 'on_notice')
  const over = status === 'deciding' || status === 'decided'
  const announces = decides && over && batch.announcedAt === null
  const close = () => setOpen(null)
  return (
    <Stack gap="s">
      {status === 'on_notice' && <Box>{t(said.waiting)}</Box>}
      {status === 'deciding' && !decides && <Box>{t(said.director)}</Box>}
      <Row>
        {manages && status === 'collecting' && batch.rows > 0 && (
          <Button kind="primary" onClick={() => setOpen('publish')}>
            {t(said.publish)}
          </Button>
        )}
        {announces && undecided === 0 && (
          <Button kind="primary" onClick={() => setOpen('announce')}>
            {t(said.announce)}
          </Button>
        )}
        {announces && undecided > 0 && (
          <span className="x-quiet">{t(said.undecided, { count: undecided })}</span>
        )}
        {mayDissolve && <Button onClick={() => setOpen('dissolve')}>{t(said.dissolve)}</Button>}
      </Row>
      {open === 'publish' && <PublishDialog batch={batch} onClose={close} />}
      {open === 'dissolve' && <Dissolve batch={batch} onClose={close} />}
      {open === 'announce' && <Announce batch={batch} onClose={close} />}
    </Stack>
  )
}

type Props = { batch: BatchOne; onClose: () => void }

function Dissolve({ batch, onClose }: Props) {
  const t = useText()
  const command = useCommand(payments.dissolveBatch, {
    done: () => {
      toast(said.dissolved)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={said.dissolve}
      verb={said.dissolve}
      alarm
      pending={command.pending}
      refusal={command.refusal}
      onSubmit={(reason) => command.run({ params: { id: batch.id }, body: { reason } })}
      onClose={onClose}
    >
      <Box tone="alarm">
        {t(said.dissolveWhat)} {batch.status === 'on_notice' && t(said.dissolveNotice)}
      </Box>
    </ReasonDialog>
  )
}

function Announce({ batch, onClose }: Props) {
  const t = useText()
  const form = useForm({ chinese: '', english: '' })
  const command = useCommand(payments.announceBatch, {
    done: () => {
      toast(said.announced)
      onClose()
    },
  })
  const { chinese, english } = form.values
  const own = chinese.trim() !== '' || english.trim() !== ''
  const submit = () =>
    command.run({
      params: { id: batch.id },
      body: own ? { text: { zh: chinese.trim(), en: english.trim() } } : {},
    })
  return (
    <Dialog open title={t(said.announce)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={command.refusal}>
        <p>{t(said.announceWhat)}</p>
        <Field name="chinese" label={said.textZh} hint={t(said.textHint)} required={own}>
          <TextArea {...form.bind('chinese')} maxLength={2000} />
        </Field>
        <Field name="english" label={said.textEn} required={own}>
          <TextArea {...form.bind('english')} maxLength={2000} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.announce)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
