import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { CallInput, Endpoint, ReturnsOf } from '#core/contract.ts'
import { addressOf, asked, call } from './calls.ts'

/** The answer of a query, waited for: the page shows its skeleton until then, and its error page on a refusal. */
export function useAsked<E extends Endpoint<'query'>>(endpoint: E, input?: CallInput<E>): ReturnsOf<E> {
  return useSuspenseQuery(asked(endpoint, input)).data
}

/** The answer once it is there, without waiting; for what a page can do without. `when` false asks nothing. */
export function useAskedLater<E extends Endpoint<'query'>>(endpoint: E, input?: CallInput<E>, when = true) {
  return useQuery({ ...asked(endpoint, input), enabled: when })
}

export type RowOf<A> = A extends { rows: readonly (infer R)[] } ? R : never

/** A cursor-paged list as one growing list of rows; `more()` brings the next page. */
export function useList<E extends Endpoint<'query'>>(endpoint: E, input?: CallInput<E>) {
  const found = useInfiniteQuery({
    queryKey: [endpoint.path, addressOf(endpoint, input), 'list'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call(endpoint, withCursor(input, pageParam), { signal }),
    getNextPageParam: (page) => (page as { next?: string | null }).next ?? null,
    throwOnError: true,
  })
  return {
    rows: (found.data?.pages ?? []).flatMap((page) => (page as { rows: RowOf<ReturnsOf<E>>[] }).rows),
    first: found.data?.pages[0],
    loading: found.isPending,
    hasMore: found.hasNextPage,
    loadingMore: found.isFetchingNextPage,
    more: () => void found.fetchNextPage(),
  }
}

function withCursor<E extends Endpoint>(
  input: CallInput<E> | undefined,
  cursor: string | null,
): CallInput<E> {
  if (!cursor) return (input ?? {}) as CallInput<E>
  const query = (input as { query?: Record<string, unknown> } | undefined)?.query
  return { ...input, query: { ...query, cursor } } as CallInput<E>
}
