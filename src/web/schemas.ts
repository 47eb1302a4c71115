import { z } from 'zod'

// zod would try whether it may compile code, which the pages' own policy forbids and reports. Imported before any schema.
z.config({ jitless: true })
