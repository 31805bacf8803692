export const docs = {}
