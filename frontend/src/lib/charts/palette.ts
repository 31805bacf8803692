/** Colours that stand for nothing in particular, told apart in charts by their order. */
export const PALETTE = [
  'light-dark(#24766f, #67c3b9)',
  'light-dark(#a65035, #e39a7e)',
  'light-dark(#5263ad, #97a7ea)',
  'light-dark(#85651a, #d3b35c)',
  'light-dark(#8a4f86, #d29bcd)',
  'light-dark(#4c7437, #97c47d)',
] as const
