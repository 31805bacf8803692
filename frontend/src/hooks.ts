import type { Reroute } from '@sveltejs/kit/hooks'
import { languagePathOf } from '#lib/locale/language-path.ts'

/** `/de/top` is the page `/top` in German. */
export const reroute: Reroute = ({ url }) => languagePathOf(url.pathname).path
