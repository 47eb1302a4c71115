import { createContext, useContext } from 'react'
import type { HomeBlock, PageSpec } from '../kit/pages.ts'

type Contents = { pages: readonly PageSpec[]; blocks: readonly HomeBlock[] }

export const PagesContext = createContext<Contents>({ pages: [], blocks: [] })
export const useContents = (): Contents => useContext(PagesContext)
