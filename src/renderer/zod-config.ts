import { z } from 'zod'

// The page's content security policy forbids `new Function`, with which zod would compile its parsers. Imported before
// any schema is made.
z.config({ jitless: true })
