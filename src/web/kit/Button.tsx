import { Link as RouterLink } from '@tanstack/react-router'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { words } from '../i18n/words.ts'
import { Icon, type IconName } from './Icon.tsx'

/** `primary` once a page; `alarm` only for what is refused or can't be undone. */
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'alarm'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  kind?: ButtonKind
  icon?: IconName
  /** Shows that the click is under way; the button stays focusable and does nothing meanwhile. */
  busy?: boolean
  /** A key of the keyboard that does the same, shown on the button. */
  shortcut?: string
  small?: boolean
}

const classes = (kind: ButtonKind, small?: boolean) => `x-button x-button-${kind}${small ? ' x-small' : ''}`

export function Button({
  kind = 'plain',
  icon,
  busy,
  shortcut,
  small,
  type,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const t = useText()
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      className={classes(kind, small)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? <span className="x-spinner" /> : icon && <Icon name={icon} />}
      <span>{busy && typeof children === 'string' ? t(words.working) : children}</span>
      {shortcut && <kbd>{shortcut}</kbd>}
    </button>
  )
}

/** A button of which only the icon is seen. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<ButtonProps, 'children' | 'kind'> & { icon: IconName; label: string }) {
  const { busy: _busy, shortcut: _shortcut, small: _small, ...plain } = rest
  return (
    <button {...plain} type="button" className="x-icon-button" aria-label={label} title={label}>
      <Icon name={icon} size="1.35em" />
    </button>
  )
}

type LinkProps = {
  /** A page of ours, `/vouchers/$id`; its blanks are filled from `params`. */
  to: string
  params?: Record<string, string>
  search?: Record<string, unknown>
  children: ReactNode
  /** Looks like a button. */
  as?: ButtonKind
  icon?: IconName
  small?: boolean
  /** Shown as the current page only on its very address, not below it. */
  exact?: boolean
  onClick?: () => void
}

/** A link to a page of ours. */
export function Link({ to, params, search, children, as, icon, small, exact, onClick }: LinkProps) {
  return (
    <RouterLink
      to={to}
      {...(params ? { params } : {})}
      {...(search ? { search } : {})}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      className={as ? classes(as, small) : 'x-link'}
      {...(onClick ? { onClick } : {})}
    >
      {icon && <Icon name={icon} />}
      {as ? <span>{children}</span> : children}
    </RouterLink>
  )
}

/** A link to a file of the API or to another site; files are downloaded under `download`. */
export function FileLink({
  href,
  download,
  children,
  as,
}: {
  href: string
  download?: string
  children: ReactNode
  as?: ButtonKind
}) {
  const outside = /^https?:/.test(href)
  return (
    <a
      href={href}
      className={as ? classes(as) : 'x-link'}
      {...(download === undefined ? {} : { download })}
      {...(outside ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
    >
      {!outside && <Icon name="download" />}
      <span>{children}</span>
    </a>
  )
}
