export { CODES } from './account-words.ts'
export { BudgetFigures, FIGURES, type Figure, figures } from './contract.ts'
