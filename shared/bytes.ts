/** Builds a short run of bytes: varints, fixed numbers, counted text. */
export type ByteWriter = {
  /** An unsigned whole number below 2^53, seven bits a byte, low bits first. */
  varint(value: number): ByteWriter
  /** An unsigned whole number below 2^48 in six bytes, high byte first. */
  uint48(value: number): ByteWriter
  uint32(value: number): ByteWriter
  /** UTF-8 text behind its length in bytes. */
  text(value: string): ByteWriter
  /** What was written, as bytes of its own; the writer is empty again. */
  take(): Buffer
}

/** Reads what a writer built, front to back. */
export type ByteReader = {
  varint(): number
  uint48(): number
  uint32(): number
  text(): string
  readonly ended: boolean
}

/** A writer that is used again and again; it grows to the longest run it was asked for. */
export function createWriter(): ByteWriter {
  let scratch = Buffer.allocUnsafe(1024)
  let end = 0

  function reserve(size: number): void {
    if (end + size <= scratch.length) return
    const larger = Buffer.allocUnsafe(Math.max(end + size, scratch.length * 2))
    scratch.copy(larger, 0, 0, end)
    scratch = larger
  }

  const writer: ByteWriter = {
    varint(value) {
      reserve(8)
      let rest = value
      while (rest > 0x7fffffff) {
        scratch[end++] = (rest % 128) | 128
        rest = Math.floor(rest / 128)
      }
      while (rest > 127) {
        scratch[end++] = (rest & 127) | 128
        rest >>>= 7
      }
      scratch[end++] = rest
      return writer
    },
    uint48(value) {
      reserve(6)
      end = scratch.writeUIntBE(value, end, 6)
      return writer
    },
    uint32(value) {
      reserve(4)
      end = scratch.writeUInt32BE(value, end)
      return writer
    },
    text(value) {
      const size = Buffer.byteLength(value)
      writer.varint(size)
      reserve(size)
      end += scratch.write(value, end)
      return writer
    },
    take() {
      const bytes = Buffer.from(scratch.subarray(0, end))
      end = 0
      return bytes
    },
  }
  return writer
}

/** The varint that some bytes begin with. */
export function leadingVarint(bytes: Buffer): number {
  let value = 0
  let scale = 1
  for (const byte of bytes) {
    value += (byte & 127) * scale
    if (byte < 128) break
    scale *= 128
  }
  return value
}

export function readerOf(bytes: Buffer): ByteReader {
  let at = 0
  return {
    varint() {
      let value = 0
      let scale = 1
      for (;;) {
        const byte = bytes[at++] ?? 0
        value += (byte & 127) * scale
        if (byte < 128) return value
        scale *= 128
      }
    },
    uint48() {
      at += 6
      return bytes.readUIntBE(at - 6, 6)
    },
    uint32() {
      at += 4
      return bytes.readUInt32BE(at - 4)
    },
    text() {
      const size = this.varint()
      at += size
      return bytes.toString('utf8', at - size, at)
    },
    get ended() {
      return at >= bytes.length
    },
  }
}
