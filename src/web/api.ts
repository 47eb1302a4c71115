/** What a module's screens may use of the shell, besides kit/ and i18n/. */
export { addressOf, ApiRefusal, asked, call, type Issue, send } from './calls.ts'
export { asRefusal, type Command, useCommand } from './command.ts'
export { useAsked, useAskedLater, useList } from './asked.ts'
export { useFilters } from './filters.ts'
export { type Me, useMay, useMe } from './session.ts'
export { useLocation, useNavigate, useParams } from '@tanstack/react-router'
