import { useQuery } from '@tanstack/react-query'
import { asked } from '#web/api.ts'
import { vouchers } from '../../browser.ts'

const MINUTES = 5 * 60_000

/** The node's own day, `YYYY-MM-DD`; undefined until it is known. The reader's clock decides nothing. */
export function useToday(): string | undefined {
  return useQuery({ ...asked(vouchers.rulebooks), staleTime: MINUTES, select: (answer) => answer.today }).data
}
