import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { packCid, unpackCid } from './cid.ts'

test.each([
  ['a record’s', 'bafyreihxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzvzyhu'],
  ['a record’s', 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'],
])('the CID of %s record is 32 bytes', (_, cid) => {
  expect(packCid(cid)).toHaveLength(32)
  expect(unpackCid(packCid(cid))).toBe(cid)
})

test('every hash makes a CID that is kept in its 32 bytes', () => {
  for (let seed = 0; seed < 300; seed++) {
    const hash = createHash('sha256').update(String(seed)).digest()
    const cid = unpackCid(hash)
    expect(cid).toMatch(/^bafyrei[a-z2-7]{52}$/)
    expect(packCid(cid)).toEqual(hash)
  }
})

test.each([
  ['of a blob', 'bafkreidgvpkjawlxz6sffxzwgooowe5yt7i6wsyg236mfoks77nywkptdq'],
  ['of version 0', 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'],
  ['with other letters', 'BAFYREIHXA22IKHVDZ5QEXHRJDJKGTVSXWR3C52ILSSB7RBJDLWKPZVZYHU'],
  ['with a letter of no base', 'bafyreihxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzv1yhu'],
  ['with a letter from afar', 'bafyreihxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzv\u0142yhu'],
  ['of a hash of another length', 'bafyreizxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzvzyhu'],
  ['with bits to spare', 'bafyreihxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzvzyhv'],
  ['too long', 'bafyreihxa22ikhvdz5qexhrjdjkgtvsxwr3c52ilssb7rbjdlwkpzvzyhuaaaaaaaa'],
  ['too short', 'bafyreihxa22'],
  ['as long as a hash', 'bafyreihxa22ikhvdz5qexhrjdjkgtvs'],
  ['of another length', 'x'],
])('a CID %s comes back as it was', (_, cid) => {
  expect(unpackCid(packCid(cid))).toBe(cid)
})
