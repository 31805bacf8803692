import { type Target, targetOf } from './link-target.ts'

/** `path` leads from the record to a string that is a target, as in `reply.parent.uri`. */
export type Link = { path: string; target: Target }

/** `dropped` counts the links beyond a limit, and the branches nested too deep to be read. */
export type LinksOf = { links: Link[]; dropped: number }

const MAX_LINKS = 1000
const MAX_DEPTH = 128
const MAX_PATH = 1024
const MAX_TARGET = 8192

/**
 * The links of a record, in the order `JSON.parse` gives its keys, a target as often as it stands
 * there; what is not an object has none. Every string value is tried whole; keys are not.
 *
 * A path is the keys joined by dots, unescaped, with `[]` for any element of an array, or `[type]`
 * where the element is an object with a `$type`. The work is bounded whatever the record: at most
 * `maxLinks` links, 128 levels, paths of 1,024 and targets of 8,192 characters.
 */
export function linksOf(record: unknown, maxLinks = MAX_LINKS): LinksOf {
  const found: LinksOf = { links: [], dropped: 0 }

  function visitObject(object: Record<string, unknown>, prefix: string, depth: number): void {
    for (const key in object) visit(object[key], prefix, key, depth)
  }

  function visitArray(array: readonly unknown[], path: string, depth: number): void {
    for (const element of array) visit(element, path, elementMark(element), depth)
  }

  /** The path comes in two pieces: most values are no links, and then they are never joined. */
  function visit(value: unknown, prefix: string, step: string, depth: number): void {
    if (typeof value === 'string') {
      const target = targetOf(value)
      if (target !== undefined) keep(prefix + step, target)
    } else if (isObject(value)) {
      const path = prefix + step
      if (depth === MAX_DEPTH) found.dropped++
      else if (Array.isArray(value)) visitArray(value, path, depth + 1)
      else visitObject(value, `${path}.`, depth + 1)
    }
  }

  function keep(path: string, target: Target): void {
    const fits =
      found.links.length < maxLinks && path.length <= MAX_PATH && target.text.length <= MAX_TARGET
    if (fits) found.links.push({ path, target })
    else found.dropped++
  }

  if (isObject(record) && !Array.isArray(record)) visitObject(record, '', 1)
  return found
}

function elementMark(element: unknown): string {
  return isObject(element) && typeof element.$type === 'string' ? `[${element.$type}]` : '[]'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
