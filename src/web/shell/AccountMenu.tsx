import { useLocation, useNavigate } from '@tanstack/react-router'
import type { Text } from '#core/text.ts'
import { asRefusal } from '../command.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Link } from '../kit/Button.tsx'
import { Icon } from '../kit/Icon.tsx'
import { toast } from '../kit/Toast.tsx'
import { type Me, useMe, useSession } from '../session.ts'
import { Menu } from './Menu.tsx'

const said = {
  acting: { zh: '当前身份', en: 'Acting as' },
  alone: { zh: '尚未加入单位', en: 'In no organisation yet' },
  instead: { zh: '代{name}履职', en: 'standing in for {name}' },
  switched: { zh: '已切换身份：{place}', en: 'Now acting as {place}' },
  out: { zh: '已退出登录', en: 'Signed out' },
} as const satisfies Record<string, Text>

/** Who is signed in, in which place, and the way to another or out. */
export function AccountMenu() {
  const t = useText()
  const me = useMe()
  const { href } = useLocation()
  if (!me) return <span className="x-account-wait" />
  if (!me.user) {
    const back = href.startsWith('/sign-') || href === '/' ? {} : { search: { back: href } }
    return (
      <Link to="/sign-in" {...back} as="primary" small>
        {t(words.signIn)}
      </Link>
    )
  }
  return <SignedIn me={me} name={me.user.name} />
}

function SignedIn({ me, name }: { me: Me; name: string }) {
  const t = useText()
  const navigate = useNavigate()
  const { signOut, choosePlace } = useSession()
  const seat = me.seats.find((one) => one.membershipId === me.actingAs)
  const choose = async (id: string, place: string) => {
    await choosePlace(id).then(
      () =>
        toast({
          zh: said.switched.zh.replace('{place}', place),
          en: said.switched.en.replace('{place}', place),
        }),
      (error: unknown) => toast(asRefusal(error)?.text ?? words.unknown, 'info'),
    )
  }
  const leave = async () => {
    await signOut()
    toast(said.out, 'info')
    void navigate({ to: '/' })
  }
  return (
    <Menu end icon={<Icon name="user" />} label={name}>
      <li className="x-menu-note">
        <strong>{name}</strong>
        <span className="x-quiet x-block">
          {t(said.acting)}: {seat ? seat.organisation.name : t(said.alone)}
        </span>
        {seat && (
          <span className="x-quiet x-block">{seat.roles.map((role) => t(role.label)).join(' · ')}</span>
        )}
        {me.insteadOf && <span className="x-quiet x-block">{t(said.instead, { name: me.insteadOf })}</span>}
      </li>
      {me.seats
        .filter((one) => one.organisation.id !== seat?.organisation.id)
        .map((one) => (
          <li key={one.membershipId}>
            <button type="button" onClick={() => choose(one.membershipId, one.organisation.name)}>
              {one.organisation.name}
              <span className="x-quiet x-block">{one.roles.map((role) => t(role.label)).join(' · ')}</span>
            </button>
          </li>
        ))}
      <li>
        <button type="button" onClick={leave}>
          {t(words.signOut)}
        </button>
      </li>
    </Menu>
  )
}
