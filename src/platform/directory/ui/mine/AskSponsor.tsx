import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Button, Dialog, Field, Form, Row, toast, useForm } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'
import { type Sponsor, SponsorLookup } from './SponsorLookup.tsx'
import type { One } from './StandingBox.tsx'

const said = {
  again: { zh: '再次请求推荐', en: 'Ask again' },
  other: { zh: '改请其他孵化载体', en: 'Ask another incubator' },
  what: {
    zh: '所选载体会看到团队的成员和档案，确认推荐或说明理由。',
    en: 'The incubator sees the people and facts of the team, and sponsors it or says why not.',
  },
  sponsor: { zh: '推荐的孵化载体', en: 'Sponsoring incubator' },
  send: { zh: '请求推荐', en: 'Ask for sponsorship' },
  sent: { zh: '已请求推荐', en: 'Asked' },
} as const satisfies Record<string, Text>

/** A team asks its incubator again, or another one. */
export function AskSponsor({ one }: { one: One }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const declined = !one.licence?.waitsSince
  return (
    <div>
      <Button {...(declined && { kind: 'primary' })} onClick={() => setOpen(true)}>
        {t(declined ? said.again : said.other)}
      </Button>
      {open && <Ask one={one} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Ask({ one, onClose }: { one: One; onClose: () => void }) {
  const t = useText()
  const form = useForm<{ sponsor: Sponsor | null }>({ sponsor: one.licence?.waitsSince ? null : one.sponsor })
  const ask = useCommand(directory.askSponsor, {
    done: () => {
      toast(said.sent)
      onClose()
    },
  })
  const submit = ({ sponsor }: { sponsor: Sponsor | null }) =>
    sponsor && ask.run({ params: { id: one.id }, body: { sponsorId: sponsor.id } })
  return (
    <Dialog open title={t(said.send)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={ask.refusal}>
        <p>{t(said.what)}</p>
        <Field name="sponsor" label={said.sponsor} required>
          <SponsorLookup sponsor={form.values.sponsor} onChoose={(found) => form.set('sponsor', found)} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={ask.pending}>
            {t(said.send)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
