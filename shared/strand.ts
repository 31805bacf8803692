import { type Backlink, isSameLink, linksBehind, type PageRequest, sortLinks } from './backlink.ts'

/**
 * Some links to what is asked for, to be counted and paged. A list has only those of active accounts;
 * the totals of links also have those of deactivated ones, as clients of Constellation know it.
 */
export type Strand = {
  count(): Promise<number>
  page(request: PageRequest): Promise<Backlink[]>
  /** How many accounts made the links that lists have. */
  countAuthors(): Promise<number>
  /** The accounts that have links in the totals only. */
  unlistedAuthors(): Promise<Set<number>>
  /** The first link of each account. */
  firsts(request: PageRequest): Promise<Backlink[]>
  firstsOf(authors: number[]): Promise<Map<number, Backlink>>
}

/** Links that were read already. */
export function strandOf(listed: Backlink[], unlisted: Backlink[]): Strand {
  let firstOfEach: Map<number, Backlink> | undefined

  function firsts(): Map<number, Backlink> {
    firstOfEach ??= new Map(sortLinks(listed, 'newest').map((link) => [link.author, link]))
    return firstOfEach
  }

  return {
    count: async () => listed.length + unlisted.length,
    page: async (request) => pageOf(listed, request),
    countAuthors: async () => firsts().size,
    unlistedAuthors: async () => new Set(unlisted.map(({ author }) => author)),
    firsts: async (request) => pageOf([...firsts().values()], request),
    async firstsOf(authors) {
      const found = authors.flatMap((author) => firsts().get(author) ?? [])
      return new Map(found.map((link) => [link.author, link]))
    },
  }
}

/** Several as one; an account is in it once, a link for each path where it stands. */
export function joinStrands(strands: readonly Strand[]): Strand {
  const [only] = strands
  if (only && strands.length === 1) return only

  /** What links to two targets in the same place is in two pages, and once in what they make. */
  async function merged(pages: Promise<Backlink[]>[], { order, limit }: PageRequest) {
    const links = sortLinks((await Promise.all(pages)).flat(), order)
    const isTwice = (link: Backlink, before?: Backlink) => before && isSameLink(link, before)
    return links.filter((link, index) => !isTwice(link, links[index - 1])).slice(0, limit)
  }

  async function firstsOf(authors: number[]): Promise<Map<number, Backlink>> {
    const each = await Promise.all(strands.map((strand) => strand.firstsOf(authors)))
    const links = sortLinks(
      each.flatMap((found) => [...found.values()]),
      'newest',
    )
    return new Map(links.map((link) => [link.author, link]))
  }

  return {
    async count() {
      return sum(await Promise.all(strands.map((strand) => strand.count())))
    },
    page: (request) =>
      merged(
        strands.map((strand) => strand.page(request)),
        request,
      ),
    countAuthors: () => countJoined(strands),
    async unlistedAuthors() {
      const each = await Promise.all(strands.map((strand) => strand.unlistedAuthors()))
      return new Set(each.flatMap((authors) => [...authors]))
    },
    firsts: (request) =>
      firstsAmong(request, firstsOf, (part) =>
        merged(
          strands.map((strand) => strand.firsts(part)),
          part,
        ),
      ),
    firstsOf,
  }
}

/**
 * Reads on until the page is full of links that are the first of their account: more at a time the
 * longer it takes, because some make very many links.
 */
export async function firstsAmong(
  request: PageRequest,
  firstsOf: Strand['firstsOf'],
  read: (part: PageRequest) => Promise<Backlink[]>,
): Promise<Backlink[]> {
  const known = new Map<number, Backlink>()
  const found: Backlink[] = []
  let { after } = request
  for (let limit = Math.max(request.limit, FEWEST); ; limit = Math.min(limit * 2, MOST)) {
    const links = await read({ order: request.order, after, limit })
    const authors = new Set(links.map(({ author }) => author))
    const unknown = Array.from(authors).filter((author) => !known.has(author))
    for (const [author, link] of await firstsOf(unknown)) known.set(author, link)
    const isFirst = (link: Backlink) => {
      const first = known.get(link.author)
      return first !== undefined && isSameLink(first, link)
    }
    found.push(...links.filter(isFirst))
    after = links.at(-1)
    if (links.length < limit || found.length >= request.limit) break
  }
  return found.slice(0, request.limit)
}

const FEWEST = 100
const MOST = 5000
const AUTHORS_AT_ONCE = 1000

/** All of the largest, and of each other those that none before it has. */
async function countJoined(strands: readonly Strand[]): Promise<number> {
  const counted = await Promise.all(
    strands.map(async (strand) => ({ strand, authors: await strand.countAuthors() })),
  )
  const sorted = counted.filter(({ authors }) => authors > 0).sort((a, b) => b.authors - a.authors)
  let total = sorted[0]?.authors ?? 0
  for (const [index, { strand }] of sorted.entries()) {
    if (index === 0) continue
    const earlier = sorted.slice(0, index).map((each) => each.strand)
    for await (const authors of authorsOf(strand)) {
      const found = await Promise.all(earlier.map((each) => each.firstsOf(authors)))
      total += authors.filter((author) => !found.some((links) => links.has(author))).length
    }
  }
  return total
}

async function* authorsOf(strand: Strand): AsyncGenerator<number[]> {
  let after: Backlink | undefined
  do {
    const links = await strand.firsts({ order: 'newest', after, limit: AUTHORS_AT_ONCE })
    if (links.length > 0) yield links.map(({ author }) => author)
    after = links.length < AUTHORS_AT_ONCE ? undefined : links.at(-1)
  } while (after)
}

function pageOf(links: Backlink[], { order, after, limit }: PageRequest): Backlink[] {
  const rest = after ? linksBehind(links, after, order) : links
  return sortLinks(rest, order).slice(0, limit)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
