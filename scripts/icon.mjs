// `node scripts/icon.mjs`: makes the application's icon from the page's. Packagers make the others of it.
import { Buffer } from 'node:buffer'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { root } from './prepare.mjs'

/** Pixels; what macOS asks for at least. */
const size = 512

const svg = readFileSync(join(root, 'src', 'renderer', 'icon.svg'), 'utf8')
// An SVG without a size is drawn in that of its view box, and blurred when it is stretched.
const picture = await loadImage(Buffer.from(svg.replace('<svg ', `<svg width="${size}" height="${size}" `)))
const canvas = createCanvas(size, size)
canvas.getContext('2d').drawImage(picture, 0, 0, size, size)
writeFileSync(join(root, 'resources', 'icon.png'), canvas.toBuffer('image/png'))
