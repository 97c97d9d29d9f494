// npm run check: format, lint, types, boundaries, unit tests. Run before every push; stays under a minute.
import { spawnSync } from 'node:child_process';

const steps = [
  [
    'format',
    'oxfmt',
    ['--check', 'src', 'test', 'web/src', 'scripts', 'jest.config.mjs', 'ormconfig.ts'],
  ],
  ['lint', 'oxlint', ['--type-aware', '--quiet', 'src', 'test', 'web/src', 'scripts', 'bench']],
  ['types', 'tsc', ['-p', 'tsconfig.json', '--noEmit']],
  ['web types', 'tsc', ['-p', 'web/tsconfig.json', '--noEmit']],
  [
    'boundaries',
    'depcruise',
    ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'src', 'web/src'],
  ],
  ['unit', 'jest', ['--selectProjects', 'unit', '--silent']],
];

const only = process.argv.slice(2);
let failed = 0;
for (const [name, command, args] of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  const startedAt = Date.now();
  const run = spawnSync('npx', ['--no-install', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (run.status !== 0) {
    failed += 1;
    console.log(`${run.stdout}${run.stderr}`.slice(-8000));
  }
}
process.exit(failed === 0 ? 0 : 1);
