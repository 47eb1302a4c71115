import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Box, Button, Dialog, Field, Form, Lookup, Row, TextInput, toast, useForm } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { usePlaces } from '../mine/regions.ts'

const said = {
  title: { zh: '设立主管部门', en: 'Establish an authority' },
  what: {
    zh: '每个区域一个主管部门，管辖该区域及其以下各级；设立后不能迁往别处。开发区或新设的区划可在此设立。',
    en: 'A region has one authority, whose reach is that region and all below it; it can’t be moved later. This is for development zones and for regions that are new.',
  },
  name: { zh: '部门名称', en: 'Name of the authority' },
  region: { zh: '区域', en: 'Region' },
  regionWhy: { zh: '输入区划名称或代码', en: 'Type a name or a code' },
  email: { zh: '负责人邮箱', en: 'Email of its director' },
  emailWhy: {
    zh: '邀请发到该邮箱；其余人员由负责人邀请。',
    en: 'The invitation goes there; the director invites the others.',
  },
  send: { zh: '设立并邀请', en: 'Establish and invite' },
  done: { zh: '主管部门已设立，邀请已发出', en: 'Established; the invitation is sent' },
} as const satisfies Record<string, Text>

/** Founds the authority of a region that has none, and invites its director. */
export function EstablishDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const places = usePlaces()
  const form = useForm({ name: '', regionCode: '', directorEmail: '' })
  const establish = useCommand(directory.establish, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const place = places.nameOf(form.values.regionCode)
  const send = ({ name, regionCode, directorEmail }: typeof form.values) =>
    establish.run({
      body: { name: name.trim(), regionCode, directorEmail: directorEmail.trim().toLowerCase() },
    })
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Form form={form} onSubmit={send} refusal={establish.refusal}>
        <Box>{t(said.what)}</Box>
        <Field name="regionCode" label={said.region} hint={t(said.regionWhy)} required>
          <Lookup
            shown={place ? t(place) : ''}
            find={places.findAny}
            onChoose={(found) => form.set('regionCode', found?.value ?? '')}
          />
        </Field>
        <Field name="name" label={said.name} required>
          <TextInput {...form.bind('name')} maxLength={100} />
        </Field>
        <Field name="directorEmail" label={said.email} hint={t(said.emailWhy)} required>
          <TextInput {...form.bind('directorEmail')} type="email" autoComplete="off" />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={establish.pending}>
            {t(said.send)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
