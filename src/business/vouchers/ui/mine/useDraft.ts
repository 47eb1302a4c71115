import { useEffect, useRef, useState } from 'react'
import { uuidv7 } from '#core/id.ts'
import { cases, type Form as Kept } from '#platform/cases/browser.ts'
import { ApiRefusal, call } from '#web/api.ts'
import { type FormState, type Saving, useAutosave } from '#web/kit/index.ts'

export type Conflict = { savedBy: string; savedAt: string; theirs: Kept; version: number }

export type Drafting = {
  saving: Saving
  /** Somebody of one's organisation saved another text in between; nothing is lost until one chooses. */
  conflict: Conflict | null
  settle: (form: Kept, conflict: Conflict) => void
  /** Empties the draft, after what it was for is filed. */
  clear: () => Promise<void>
}

/**
 * Keeps a form as a draft of the organisation, shared by its clerks. `start` is the draft that was there when the page
 * opened; `kept` makes of the values what is stored, `read` the values of what was stored.
 */
export function useDraft<V extends Record<string, unknown>>(
  programme: string,
  form: FormState<V>,
  { startVersion, kept, read }: { startVersion: number; kept: (values: V) => Kept; read: (kept: Kept) => V },
): Drafting {
  const version = useRef(startVersion)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const done = useRef(false)
  const put = async (stored: Kept) => {
    const input = { params: { programme }, body: { form: stored, version: version.current } }
    const draft = await call(cases.saveDraft, input, { key: uuidv7() })
    version.current = draft.version
  }
  const save = async (values: V) => {
    if (done.current) return true
    try {
      await put(kept(values))
      return true
    } catch (error) {
      if (error instanceof ApiRefusal && error.code === 'draft_changed')
        setConflict(await conflictOn(programme))
      return false
    }
  }
  const saving = useAutosave(form.values, form.changed && !conflict, save)
  useLeaveWarning(form.changed && saving.state !== 'saved' && saving.state !== 'idle')
  const settle = (chosen: Kept, { version: theirVersion }: Conflict) => {
    version.current = theirVersion
    setConflict(null)
    for (const [name, value] of Object.entries(read(chosen))) form.set(name as keyof V, value as V[keyof V])
  }
  const clear = async () => {
    done.current = true
    await put({}).catch(() => undefined)
  }
  return { saving, conflict, settle, clear }
}

async function conflictOn(programme: string): Promise<Conflict | null> {
  const { draft } = await call(cases.draft, { params: { programme } })
  return (
    draft && { savedBy: draft.savedBy, savedAt: draft.savedAt, theirs: draft.form, version: draft.version }
  )
}

/** Asks before the window closes on words that are not saved yet. */
function useLeaveWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [unsaved])
}
