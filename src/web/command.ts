import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ZodError } from 'zod'
import type { CallInput, Endpoint, ReturnsOf } from '#core/contract.ts'
import { uuidv7 } from '#core/id.ts'
import { ApiRefusal, call } from './calls.ts'

/** What useCommand gives a form. */
export type Command<E extends Endpoint> = {
  /** Resolves to the answer, or to undefined when it was refused; never throws. */
  run: (input: CallInput<E>) => Promise<ReturnsOf<E> | undefined>
  pending: boolean
  refusal: ApiRefusal | null
  answer: ReturnsOf<E> | undefined
  /** Forgets refusal and answer, and takes a new key. */
  reset: () => void
}

/**
 * A command with its idempotency key: made when the form opens, kept across retries, new after a success. So a double
 * click or a repeat after a lost connection never does it twice. After a success everything shown is asked again.
 */
export function useCommand<E extends Endpoint<'command'>>(
  endpoint: E,
  options: { done?: (answer: ReturnsOf<E>) => void } = {},
): Command<E> {
  const key = useRef<string>('')
  key.current ||= uuidv7()
  const cache = useQueryClient()
  const mutation = useMutation<ReturnsOf<E>, Error, CallInput<E>>({
    mutationFn: (input) => call(endpoint, input, { key: key.current }),
    onSuccess: async (answer) => {
      key.current = uuidv7()
      const asked = cache.invalidateQueries()
      options.done?.(answer)
      await asked
    },
    networkMode: 'always',
  })
  return {
    run: (input) =>
      mutation.isPending ? Promise.resolve(undefined) : mutation.mutateAsync(input).catch(() => undefined),
    pending: mutation.isPending,
    refusal: asRefusal(mutation.error),
    answer: mutation.data,
    reset: () => {
      key.current = uuidv7()
      mutation.reset()
    },
  }
}

/** Any error as a refusal with a sentence: what the contract's own schema found is told like the server's findings. */
export function asRefusal(error: unknown): ApiRefusal | null {
  if (!error) return null
  if (error instanceof ApiRefusal) return error
  if (error instanceof ZodError) return new ApiRefusal(incomplete(error))
  console.error(error)
  return new ApiRefusal({ code: 'screen_defect', status: 500, text: defect })
}

const incomplete = (error: ZodError) => ({
  code: 'invalid_input',
  status: 422,
  text: {
    zh: '有几项填写不完整或有误，请按提示修改。',
    en: 'Some entries are missing or not right; correct those marked.',
  },
  issues: error.issues.map((issue) => ({
    path: ['body', ...issue.path.map(String)].join('.'),
    text:
      issue.code === 'invalid_type'
        ? { zh: '请填写此项。', en: 'Fill this in.' }
        : { zh: '此项填写有误，请核对格式和范围。', en: 'Check the form and range of this entry.' },
  })),
})

const defect = {
  zh: '页面出现故障，未作任何改动。请刷新后再试。',
  en: 'This page broke; nothing was changed. Reload it and try again.',
}
