import { expect, test } from 'vitest'
import { escapeXml } from './xml.ts'

test.each([
  ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;'],
  [']]>', ']]&gt;'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['nul\u0000 bell\u0007 escape\u001b', 'nul bell escape'],
  ['\u202eright to left\u202c \u2066isolated\u2069', 'right to left isolated'],
  ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
  ['no \ufffe characters \uffff', 'no  characters '],
  ['🪐 土星', '🪐 土星'],
])('%j is written as %j', (text, escaped) => {
  expect(escapeXml(text)).toBe(escaped)
})
