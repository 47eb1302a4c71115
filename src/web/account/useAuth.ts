import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiRefusal } from '../calls.ts'
import { asRefusal } from '../command.ts'
import { auth, useSession } from '../session.ts'

/** One call of the sign-in engine from a form. `run` answers whether it was accepted. */
export function useAuth(action: string) {
  const { refresh } = useSession()
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal | null>(null)
  const run = async (body: Record<string, unknown>): Promise<boolean> => {
    if (pending) return false
    setPending(true)
    setRefusal(null)
    try {
      await auth(action, body)
      await refresh()
      return true
    } catch (error) {
      setRefusal(asRefusal(error))
      return false
    } finally {
      setPending(false)
    }
  }
  return { run, pending, refusal }
}

/** Where to go on after signing in: the page that asked for it, never another site. */
export function useReturn(): { back: string | undefined; goOn: () => void } {
  const navigate = useNavigate()
  const { back: given } = useSearch({ strict: false }) as { back?: string }
  const back = given && /^\/(?![/\\])/.test(given) ? given : undefined
  return { back, goOn: () => void navigate({ href: back ?? '/', replace: true }) }
}
