// npm run torture [-- KILLS]: the kill test at length. 60 SIGKILLs under 64 live streams unless told otherwise; the seed is
// printed, and TORTURE_SEED repeats it.
import { spawnSync } from 'node:child_process';

const kills = process.argv[2] ?? '60';
const seed = process.env.TORTURE_SEED ?? String(Date.now() % 1_000_000_000);
console.log(`torture: ${kills} kills, TORTURE_SEED=${seed}`);
const run = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--selectProjects', 'e2e', '--testPathPatterns', 'e2e/kill'],
  {
    stdio: 'inherit',
    env: { ...process.env, TORTURE_KILLS: kills, TORTURE_SEED: seed },
  },
);
process.exit(run.status ?? 1);
