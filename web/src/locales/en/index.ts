// All words in English, one file an area: the name of the file is the first part of the key.
type Words = { [key: string]: string | Words }

const files = import.meta.glob<Words>(['./*.ts', '!./index.ts'], { eager: true, import: 'default' })

const words: Words = {}
for (const [path, area] of Object.entries(files)) words[path.slice(2, -3)] = area

export default words
