// Where a package begins.
require('./shim.cjs')
require('../out/main/index.cjs')
