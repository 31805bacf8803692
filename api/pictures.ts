import { etagOf } from './etag.ts'
import { keepAnswers } from './kept-answers.ts'
import { RASTERISER, type RasterFormat, rasterise } from './rasteriser.ts'
import { openSlots } from './slots.ts'

/** Pixels of a document, drawn once for all who ask for the same. */
export type Pictures = {
  etagOf(svg: string, format: RasterFormat): string
  /** @throws Refusal where too many wait already */
  render(svg: string, format: RasterFormat): Promise<Buffer>
}

const KEPT_MILLISECONDS = 600_000
const KEPT_BYTES = 32_000_000
/** Drawing has threads of its own, and others need the processors too. */
const AT_ONCE = 2
const WAITING = 50

export function openPictures(): Pictures {
  const slots = openSlots(AT_ONCE, WAITING)
  const sharing = keepAnswers<Buffer>(KEPT_MILLISECONDS, KEPT_BYTES, ({ length }) => length, {
    cache: 'pictures',
  })
  const nameOf = (svg: string, format: RasterFormat) => etagOf(RASTERISER, format, svg)

  return {
    etagOf: nameOf,
    render: (svg, format) =>
      sharing(nameOf(svg, format), Date.now(), () => slots(() => rasterise(svg, format))),
  }
}
