import type { Circle, Shown } from '@orrery/shared/circle'
import { CARD, circleCardOf } from '@orrery/shared/circle-card'
import { widthsOf } from '@orrery/shared/circle-drawing'
import { circleSvgOf, type PictureOptions } from '@orrery/shared/circle-svg'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import type { Avatars, Wanted } from './avatars.ts'
import { drawableOf, type IsDrawable, openDrawable, withDrawableNames } from './drawable.ts'
import { coloursOf, type DrawnQuery, type PictureQuery } from './picture-parameters.ts'
import type { Window } from './window.ts'

/** An SVG document; `late` where avatars are missing that will be there in a moment. */
export type Drawing = { svg: string; late: boolean }

/** Draws circles with their avatars, for viewers of SVG and for what makes pixels of it. */
export type Drawings = {
  svg(store: Store, circle: Circle, query: PictureQuery): Promise<Drawing>
  pixels(store: Store, circle: Circle, query: PictureQuery): Promise<Drawing>
  card(store: Store, circle: Circle, query: DrawnQuery): Promise<Drawing>
}

export type DrawingOptions = {
  avatars: Avatars
  /** Where people's pages are; ends with a slash. */
  linkBase: string
}

/** As many pixels as a small avatar has, and half as many more: it is not blurred much by that. */
const SMALL = 192
const SIDE = 1000

export function openDrawings({ avatars, linkBase }: DrawingOptions): Drawings {
  let isDrawable: IsDrawable | undefined

  /** The circle as pixels can show it, which have only the letters of our fonts. */
  function drawable(circle: Circle): Circle {
    isDrawable ??= openDrawable()
    return withDrawableNames(circle, isDrawable)
  }

  /** @param scale pixels for each unit of the drawing */
  async function embed(store: Store, circle: Circle, scale: number) {
    const people = widthsOf(circle)
    const wanted = people.map(({ person, width }): Wanted => {
      return { person, size: width * scale > SMALL ? 'large' : 'small' }
    })
    const { images, late } = await avatars.readMany(store, wanted)
    const embedded = new Map<Shown, string>()
    for (const [index, { person }] of people.entries()) {
      const image = images[index]
      if (image) embedded.set(person, `data:image/jpeg;base64,${image.toString('base64')}`)
    }
    return { late, avatar: (person: Shown) => embedded.get(person) ?? null }
  }

  async function avatarsFor(store: Store, circle: Circle, { avatars, size = SIDE }: PictureQuery) {
    if (avatars === 'none') return { late: false, avatar: () => null }
    if (avatars === 'link') return { late: false, avatar: ownAddressOf }
    return embed(store, circle, size / SIDE)
  }

  function optionsOf(circle: Circle, query: DrawnQuery): PictureOptions {
    const { theme, lang: language, window } = query
    const length = lengthOf(window, circle)
    return { linkBase, theme, colours: coloursOf(query), language, length }
  }

  return {
    async svg(store, circle, query) {
      const { late, avatar } = await avatarsFor(store, circle, query)
      const { size, watermark, date } = query
      const options = { ...optionsOf(circle, query), size, watermark, date, avatar }
      return { svg: circleSvgOf(circle, options), late }
    },

    async pixels(store, asked, query) {
      const circle = drawable(asked)
      const avatars = query.avatars === 'link' ? 'embed' : query.avatars
      const { late, avatar } = await avatarsFor(store, circle, { ...query, avatars })
      const { size = SIDE, theme, date } = query
      const watermark = query.watermark && isDrawable && drawableOf(query.watermark, isDrawable)
      const options = { ...optionsOf(circle, query), size, date, avatar, theme: fixed(theme) }
      return { svg: circleSvgOf(circle, { ...options, watermark: watermark || undefined }), late }
    },

    async card(store, asked, query) {
      const circle = drawable(asked)
      const { late, avatar } = await embed(store, circle, CARD.height / SIDE)
      const site = new URL(linkBase).host
      const theme = fixed(query.theme)
      return {
        svg: circleCardOf(circle, { ...optionsOf(circle, query), theme, avatar, site }),
        late,
      }
    },
  }
}

/** Pixels cannot be as their viewer prefers. */
function fixed(theme: DrawnQuery['theme']): 'light' | 'dark' {
  return theme === 'dark' ? 'dark' : 'light'
}

/**
 * How far a window that ends with the present goes back, in whole hours, so that it is the same for
 * all who ask; it may go less far than was asked for. Undefined for one between two times.
 */
export function lengthOf(asked: Window, { window: { from, to } }: Circle): number | undefined {
  if (typeof asked === 'object') return undefined
  return Math.max(HOUR, Math.floor((Date.parse(to) - Date.parse(from)) / HOUR) * HOUR)
}

/** Where this server has the avatar, from a picture's address. */
function ownAddressOf({ did, avatar }: Shown, width: number): string | null {
  if (did === null || avatar === null) return null
  return `../avatar/${encodeURIComponent(did)}${width > SMALL ? '?size=large' : ''}`
}
