import app from './app.json'
import common from './common.json'
import data from './data.json'
import models from './models.json'
import pad from './pad.json'
import recipe from './recipe.json'
import results from './results.json'
import runs from './runs.json'
import train from './train.json'

export default { app, common, data, models, pad, recipe, results, runs, train }

export { default as said } from './said.json'
