import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Link } from '../kit/Button.tsx'

const said = {
  open: { zh: '开放源代码（Apache-2.0）。', en: 'Open source (Apache-2.0).' },
  api: { zh: '接口说明', en: 'Interface description' },
} as const satisfies Record<string, Text>

export function Footer() {
  const t = useText()
  return (
    <footer className="x-footer">
      <div>
        {t(words.brand)} · {t(words.tagline)}
      </div>
      <div>
        {t(said.open)} <Link to="/interface">{t(said.api)}</Link>
      </div>
    </footer>
  )
}
