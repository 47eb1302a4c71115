import type { ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { asRefusal } from '../command.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

/** A refusal or a failure in words: what is refused, by which clause, what to do next. Nothing is shown for null. */
export function ErrorBox({
  error,
  retry,
  children,
}: {
  error: unknown
  retry?: () => void
  children?: ReactNode
}) {
  const t = useText()
  const refusal = asRefusal(error)
  if (!refusal) return null
  return (
    <div className="x-box x-box-alarm" role="alert" data-code={refusal.code}>
      <p>
        <Icon name="warning" /> {t(refusal.text)}
      </p>
      {refusal.issues.length > 0 && (
        <ul>
          {refusal.issues.map((issue) => (
            <li key={`${issue.path}${issue.text.zh}`}>
              <code>{issue.path}</code> {t(issue.text)}
            </li>
          ))}
        </ul>
      )}
      {(retry || children) && (
        <div className="x-row x-gap-s">
          {retry && <Button onClick={retry}>{t(words.retry)}</Button>}
          {children}
        </div>
      )}
    </div>
  )
}
