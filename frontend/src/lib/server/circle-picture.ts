import type { Circle } from '@orrery/shared/circle'
import { circleSvgOf } from '@orrery/shared/circle-svg'
import { paletteOf } from '@orrery/shared/circle-theme'
import type { Language } from '@orrery/shared/language'
import { avatarPathOf } from '#lib/avatar-path.ts'
import { withLanguage } from '#lib/locale/language-path.ts'
import { lengthOfWindow, queryOfOthers, type View } from '#lib/view.ts'

type Viewer = { language: Language; addressed: Language | undefined }

/** The picture as markup; where the view says no colours, those of the page are to be seen. */
export function pictureOf(circle: Circle, view: View, { language, addressed }: Viewer): string {
  const { theme, colours, date, watermark } = view
  return circleSvgOf(circle, {
    linkBase: `${withLanguage(addressed, '/').replace(/\/$/, '')}/`,
    linkQuery: queryOfOthers(view),
    language,
    avatar: avatarPathOf,
    theme,
    colours: hasOwnColours(view) ? colours : { background: 'none' },
    ...{ date, watermark: watermark || undefined, length: lengthOfWindow(view.window) },
  })
}

/** Whether the picture stands in colours that are not those of the page. */
export function hasOwnColours({ theme, colours }: View): boolean {
  return theme !== 'auto' || Object.keys(colours).length > 0
}

/** The colours that the picture has, as far as one may choose them. */
export function coloursOf({ theme, colours }: View): Required<View['colours']> {
  const { sky, ink, sun } = paletteOf(theme === 'dark' ? 'dark' : 'light', colours)
  return { background: sky, text: ink, accent: sun }
}
