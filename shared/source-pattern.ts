import type { Source } from './known-sources.ts'

/** Whether a source is asked for; `[*]` in the path asked for stands for `[]` and for any `[type]`. */
export function matchesSource(asked: Source): (source: Source) => boolean {
  const { collection, path } = asked
  if (!path.includes('[*]')) {
    return (source) => source.collection === collection && source.path === path
  }
  const parts = path.split('[*]').map((part) => RegExp.escape(part))
  const pattern = new RegExp(`^${parts.join('\\[[^\\]]*\\]')}$`)
  return (source) => source.collection === collection && pattern.test(source.path)
}
