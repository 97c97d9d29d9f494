// Jest transformer for node_modules: ES modules, and CommonJS files with a dynamic import(), become plain CommonJS;
// everything else passes through untouched.
const fs = require('node:fs');
const path = require('node:path');
const swcJest = require('@swc/jest').createTransformer({
  sourceMaps: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2023', parser: { syntax: 'ecmascript' } },
});
const types = new Map();
function isEsm(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let d = path.dirname(file); ; d = path.dirname(d)) {
    if (types.has(d)) return types.get(d);
    const p = path.join(d, 'package.json');
    if (fs.existsSync(p)) {
      const t = JSON.parse(fs.readFileSync(p, 'utf8')).type === 'module';
      types.set(d, t);
      return t;
    }
    if (path.basename(d) === 'node_modules' || d === path.dirname(d)) {
      types.set(d, false);
      return false;
    }
  }
}
const needed = (src, file) => isEsm(file) || /\bimport\s*\(/.test(src);
module.exports = {
  process: (src, file, o) => (needed(src, file) ? swcJest.process(src, file, o) : { code: src }),
  getCacheKey: (src, file, o) =>
    needed(src, file)
      ? swcJest.getCacheKey(src, file, o)
      : 'cjs' + require('node:crypto').createHash('sha1').update(src).digest('hex'),
};
