export { Conflict, InvoiceDetail, InvoiceRow, invoices, NewInvoice, NewRedInvoice } from './contract.ts'
export { CONFLICT_STATUS, faultOf, invoiceRefusals, leftOf } from './rules.ts'
