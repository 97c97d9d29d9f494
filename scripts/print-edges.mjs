// node scripts/print-edges.mjs: the edges of the built server, as JSON. For the permission test.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchEdges } from './edges.mjs';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { createApp } = require('../dist/app.js');
const { loadEnvironment } = require('../dist/common/config/load-environment.js');

const dataDir = mkdtempSync(join(tmpdir(), 'coinop-edges-'));
Object.assign(process.env, {
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  NODE_ENV: 'test',
  ADMIN_PASSWORD: 'only-to-look',
});
try {
  const app = await createApp(loadEnvironment(process.env));
  const edges = watchEdges(app);
  await app.init();
  process.stdout.write(JSON.stringify(edges(), null, 1));
  await app.close();
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
