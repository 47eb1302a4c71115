export { audit, TimelineEntry } from './contract.ts'
export { HistoryCard } from './ui/HistoryCard.tsx'
