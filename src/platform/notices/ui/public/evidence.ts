import { uuidv7 } from '#core/id.ts'
import { StoredFile } from '#platform/files/browser.ts'
import type { Text } from '#core/text.ts'
import { asRefusal, type send } from '#web/api.ts'

/** Sends a file; a no comes back as a sentence beside the file, not as an error. */
export async function storeFile(file: File, post: typeof send): Promise<{ id: string | null; error?: Text }> {
  const body = new FormData()
  body.set('purpose', 'objection')
  body.set('file', file)
  try {
    const stored = StoredFile.parse(await post('/api/files', { method: 'POST', body, key: uuidv7() }))
    return { id: stored.id }
  } catch (error) {
    const refusal = asRefusal(error)
    if (!refusal) throw error
    return { id: null, error: refusal.text }
  }
}
