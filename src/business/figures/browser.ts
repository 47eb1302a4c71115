export { BudgetFigures, FIGURES, type Figure, figures } from './contract.ts'
