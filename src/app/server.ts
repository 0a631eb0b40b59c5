import './compile-cache.ts'

// Imported only now: what was imported before the cache is there would be compiled anew at each start.
await import('./serve.ts')
