import type { Text } from '#core/text.ts'
import { identity } from '#platform/identity/browser.ts'
import { useAsked, useCommand, useLocation, useMe, useNavigate, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Box, Button, ErrorBox, Facts, Link, Moment, PageHead, Row, Stack, toast } from '#web/kit/index.ts'

const said = {
  title: { zh: '接受邀请', en: 'Accept an invitation' },
  offers: { zh: '{organisation}邀请您担任{role}', en: '{organisation} invites you as {role}' },
  to: { zh: '邀请发往', en: 'Sent to' },
  until: { zh: '有效期至', en: 'Valid until' },
  signIn: {
    zh: '请用邮箱 {email} 的账号登录或注册，再接受邀请。',
    en: 'Sign in or sign up with the address {email}, then accept.',
  },
  other: {
    zh: '您现在登录的是 {mine}，与邀请的邮箱不同。请退出后换用该邮箱的账号。',
    en: 'You are signed in as {mine}, another address than the invitation’s. Sign out and use that account.',
  },
  accept: { zh: '接受邀请', en: 'Accept' },
  done: { zh: '已加入单位', en: 'You have joined' },
} as const satisfies Record<string, Text>

/** What a link in an invitation mail opens; readable before signing in. */
export function InvitationPage() {
  const t = useText()
  const me = useMe()
  const navigate = useNavigate()
  const { href } = useLocation()
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const offer = useAsked(identity.offer, { params: { token } })
  const accept = useCommand(identity.acceptInvitation, {
    done: () => {
      toast(said.done)
      void navigate({ to: '/organisation' })
    },
  })
  const mine = me?.user?.email
  return (
    <div className="x-narrow-page">
      <Stack>
        <PageHead
          title={said.title}
          lead={t(said.offers, { organisation: offer.organisation, role: t(offer.label) })}
        />
        <Facts
          columns={1}
          facts={[
            { label: said.to, value: offer.email },
            { label: said.until, value: <Moment at={offer.expiresAt} /> },
          ]}
        />
        <ErrorBox error={accept.refusal} />
        {!mine && (
          <>
            <p>{t(said.signIn, { email: offer.email })}</p>
            <Row>
              <Link to="/sign-in" search={{ back: href }} as="primary">
                {t(words.signIn)}
              </Link>
              <Link to="/sign-up" search={{ back: href }} as="plain">
                {t(words.signUp)}
              </Link>
            </Row>
          </>
        )}
        {mine && mine.toLowerCase() !== offer.email.toLowerCase() && (
          <Box tone="wait">{t(said.other, { mine })}</Box>
        )}
        {mine && mine.toLowerCase() === offer.email.toLowerCase() && (
          <Row>
            <Button kind="primary" busy={accept.pending} onClick={() => accept.run({ body: { token } })}>
              {t(said.accept)}
            </Button>
          </Row>
        )}
      </Stack>
    </div>
  )
}
