import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { pathsIn } from '../../../../src/main/desktop/opening/given-paths.ts'

const folder = resolve('/home/ada')
const app = resolve('/opt/sources')

test('A package takes every argument that is no flag, from the folder that it was started in', () => {
  const argv = ['/opt/Lastlayer/lastlayer', '--no-sandbox', 'reviews.csv', resolve('/data/tickets')]
  expect(pathsIn(argv, folder, true, app)).toEqual([join(folder, 'reviews.csv'), resolve('/data/tickets')])
})

test('The address of a file, which file managers of Linux give, is its path', () => {
  const path = join(folder, 'two words ü.csv')
  expect(pathsIn(['lastlayer', pathToFileURL(path).href], '/', true, app)).toEqual([path])
})

test('From its sources, only what stands after the folder of the application is meant', () => {
  const argv = ['electron', '-r', '/tools/loader.js', '--inspect=0', app, 'reviews.csv']
  expect(pathsIn(argv, folder, false, app)).toEqual([join(folder, 'reviews.csv')])
  expect(pathsIn(['electron', '.'], app, false, app)).toEqual([])
  expect(pathsIn(['electron', '/tools/other'], folder, false, app)).toEqual([])
})
