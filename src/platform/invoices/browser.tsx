export { InvoiceDialog, type RegisteredInvoice } from './ui/InvoiceDialog.tsx'
