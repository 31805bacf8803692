import sharp from 'sharp'
import { AvatarError } from './avatar-fetch.ts'

/** An image may have so many pixels; those of the network have at most a million. */
const PIXELS = 4_000_000
const SECONDS = 3
const QUALITY = 82

/**
 * An avatar as a JPEG of that many pixels on each side, upright and cut to a square, the same for the
 * same input; what is transparent becomes white, and nothing but the pixels is kept.
 * @throws AvatarError where it is no JPEG, PNG or WebP image, a broken one, or too large a one
 */
export async function encodeAvatar(bytes: Buffer, side: number): Promise<Buffer> {
  if (!isKnownFormat(bytes.toString('latin1', 0, 12))) {
    throw new AvatarError('it is not a JPEG, PNG or WebP image')
  }
  try {
    return await sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error' })
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer()
  } catch (cause) {
    throw new AvatarError('it cannot be read', { cause })
  }
}

/** Whatever else a decoder knows is not given to it. */
function isKnownFormat(beginning: string): boolean {
  if (beginning.startsWith('RIFF')) return beginning.endsWith('WEBP')
  return beginning.startsWith('\xff\xd8\xff') || beginning.startsWith('\x89PNG\r\n\x1a\n')
}
