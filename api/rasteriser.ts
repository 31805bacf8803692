import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

export type RasterFormat = 'png' | 'jpg'

// Read by the library when it draws the first text.
process.env.FONTCONFIG_FILE = fileURLToPath(new URL('./fonts.conf', import.meta.url))

// Each picture is drawn once, so that there is nothing to gain from keeping parts of it.
sharp.cache(false)

const SECONDS = 8
const JPEG_QUALITY = 88

/** Which versions of the libraries draw; other ones may draw other bytes. */
export const RASTERISER = `${sharp.versions.sharp} ${sharp.versions.vips}`

/**
 * Draws an SVG document, as large as it says it is, away from the event loop; the same bytes for the
 * same document. Images must lie in it as JPEG or PNG; whatever it links to is not loaded.
 */
export function rasterise(svg: string, format: RasterFormat): Promise<Buffer> {
  const picture = sharp(Buffer.from(svg)).timeout({ seconds: SECONDS })
  return format === 'jpg'
    ? picture.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer()
    : picture.png().toBuffer()
}
