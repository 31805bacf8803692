import type { PageData } from './$types'

type Shown = NonNullable<PageData['shown']>

/** What the page shows of a subject: the sources of its links. */
export type SourcesShown = Extract<Shown, { kind: 'sources' }>

/** What the page shows of a subject: links of one source. */
export type LinksShown = Extract<Shown, { kind: 'links' }>
