import type Router from '@koa/router'
import type { RouterContext } from '@koa/router'
import type { Circle } from '@orrery/shared/circle'
import { altTextOf } from '@orrery/shared/circle-alt'
import type { Store } from '@orrery/shared/store'
import type { Avatars } from './avatars.ts'
import { circleCsvOf } from './circle-csv.ts'
import { circleQuery } from './circle-parameters.ts'
import { type Drawing, lengthOf, openDrawings } from './drawings.ts'
import { etagOf, isKnown } from './etag.ts'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import * as calls from './openapi-pictures.ts'
import { readQuery } from './parameters.ts'
import { cardQuery, pictureQuery } from './picture-parameters.ts'
import { openPictures } from './pictures.ts'
import type { RasterFormat } from './rasteriser.ts'
import { badRequest } from './refusal.ts'

export type PictureDependencies = {
  /** The circle that a request is about, as its query says. */
  readCircle: (ctx: RouterContext) => Promise<Circle>
  readStore: () => Promise<Store>
  avatars: Avatars
  /** Where people's pages are; ends with a slash. */
  linkBase: string
}

/** Seconds for which an answer may be given again. */
const DATA = 15
const PICTURE = 60
const CARD = 300
const LATE = 5

/** Circles in every format, and the card of each for pages that show a link. */
export function addPictureRoutes(router: Router, dependencies: PictureDependencies): void {
  const { readCircle, readStore, avatars, linkBase } = dependencies
  const drawings = openDrawings({ avatars, linkBase })
  const pictures = openPictures()

  async function sendPixels(ctx: RouterContext, { svg, late }: Drawing, format: RasterFormat) {
    if (late) ctx.set('Cache-Control', `public, max-age=${LATE}`)
    if (isKnown(ctx, pictures.etagOf(svg, format))) return
    ctx.type = format
    ctx.body = await pictures.render(svg, format)
  }

  router.get('/circles/:actor.svg', documented(calls.svgCall), keptFor(PICTURE), async (ctx) => {
    const query = readQuery(pictureQuery, ctx.query)
    const { svg, late } = await drawings.svg(await readStore(), await readCircle(ctx), query)
    if (late) ctx.set('Cache-Control', `public, max-age=${LATE}`)
    if (isKnown(ctx, etagOf(svg))) return
    ctx.body = svg
    ctx.type = 'image/svg+xml'
    ctx.set('Content-Security-Policy', SVG_POLICY)
  })

  for (const format of ['png', 'jpg'] as const) {
    router.get(
      `/circles/:actor.${format}`,
      documented(calls.pictureCalls[format]),
      keptFor(PICTURE),
      async (ctx) => {
        const query = readQuery(pictureQuery, ctx.query)
        if (format === 'jpg') refuseTransparent(query)
        const drawing = await drawings.pixels(await readStore(), await readCircle(ctx), query)
        await sendPixels(ctx, drawing, format)
      },
    )

    router.get(
      `/cards/:actor.${format}`,
      documented(calls.cardCalls[format]),
      keptFor(CARD),
      async (ctx) => {
        const query = readQuery(cardQuery, ctx.query)
        refuseTransparent(query)
        const drawing = await drawings.card(await readStore(), await readCircle(ctx), query)
        await sendPixels(ctx, drawing, format)
      },
    )
  }

  router.get('/circles/:actor.csv', documented(calls.csvCall), keptFor(DATA), async (ctx) => {
    const csv = circleCsvOf(await readCircle(ctx))
    if (isKnown(ctx, etagOf(csv))) return
    ctx.type = 'text/csv; charset=utf-8; header=present'
    ctx.body = csv
  })

  async function describedCircle(ctx: RouterContext): Promise<Circle & { alt: string }> {
    const { window, lang } = readQuery(circleQuery, ctx.query)
    const circle = await readCircle(ctx)
    const { orbits, ...rest } = circle
    return { ...rest, alt: altTextOf(circle, lang, lengthOf(window, circle)), orbits }
  }

  router.get(
    '/circles/:actor.json',
    documented(calls.circleJsonCall),
    keptFor(DATA),
    async (ctx) => {
      const described = await describedCircle(ctx)
      // Weak, since an answer stays good while its window moves on and nothing else does.
      const tag = etagOf(JSON.stringify({ ...described, window: undefined }))
      if (!isKnown(ctx, `W/${tag}`)) ctx.body = described
    },
  )

  router.get('/circles/:actor', documented(calls.circleCall), keptFor(DATA), async (ctx) => {
    ctx.body = await describedCircle(ctx)
  })
}

function refuseTransparent({ background }: { background?: string | undefined }): void {
  if (background === 'none') throw badRequest('background: this picture cannot be without one.')
}

/** A picture opened by itself shows what lies in it, and avatars of this server. */
const SVG_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
