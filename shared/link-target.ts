/** What a link points at, in the one spelling under which it is stored and asked for. */
export type Target = { kind: TargetKind; text: string }
export type TargetKind = 'at-uri' | 'did' | 'uri'
