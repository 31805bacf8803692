import { createHash } from 'node:crypto'
import type { Context } from 'koa'

/** A strong entity tag (RFC 9110, 8.8.3) of whatever settles the bytes of an answer. */
export function etagOf(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return `"${hash.digest('base64url').slice(0, 27)}"`
}

/**
 * Gives the answer its tag; true where the asker has it already, and is told so. `Cache-Control:
 * no-cache`, which is for caches and which fetch adds by itself, makes no difference (RFC 9110, 13.1.2).
 */
export function isKnown(ctx: Context, etag: string): boolean {
  const known = ctx.get('If-None-Match').split(',').map(opaqueOf)
  ctx.set('ETag', etag)
  if (!known.includes(opaqueOf(etag)) && !known.includes('*')) return false
  ctx.status = 304
  return true
}

/** A tag without the mark of a weak one. */
function opaqueOf(etag: string): string {
  return etag.trim().replace(/^W\//, '')
}
