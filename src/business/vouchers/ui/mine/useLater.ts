import { useEffect, useState } from 'react'

/** The value once it has stood still for a moment: what is typed letter by letter asks the server once. */
export function useLater<V>(value: V, delay = 350): V {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay)
    return () => clearTimeout(timer)
  }, [value, delay])
  return settled
}
