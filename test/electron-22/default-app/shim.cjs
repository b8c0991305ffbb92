// Whoever asks for `electron` gets it with what version 22 lacks.
const Module = require('node:module')
require('./node-16.cjs')

const electron = require('./electron.cjs')
const load = Module._load
Module._load = (name, ...rest) => (name === 'electron' ? electron : load(name, ...rest))
