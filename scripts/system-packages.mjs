// The programs that tests drive. Installed from Debian where we may, named aloud where we may not:
// the tests that need a missing one say that they were skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const POSTGRES = '/usr/lib/postgresql';

const PROGRAMS = [
  {
    name: 'Chromium',
    packages: ['chromium'],
    isThere: () =>
      ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(existsSync),
  },
  {
    name: 'PostgreSQL',
    packages: ['postgresql'],
    // The client's package makes the same directories without the server in them.
    isThere: () =>
      existsSync(POSTGRES) &&
      readdirSync(POSTGRES).some((version) => existsSync(`${POSTGRES}/${version}/bin/postgres`)),
  },
];

const run = (command, args) =>
  spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

export function ensureSystemPackages() {
  const missing = PROGRAMS.filter((program) => !program.isThere());
  if (missing.length === 0) return;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    console.error(`[ensure] installing ${missing.map(({ name }) => name).join(', ')} …`);
    if (run('apt-get', ['update', '-qq'])) {
      run('apt-get', [
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        ...missing.flatMap(({ packages }) => packages),
      ]);
    }
  }
  for (const program of missing.filter((each) => !each.isThere())) {
    console.error(
      `[ensure] ${program.name} is not here and cannot be installed: the tests that need it will be skipped`,
    );
  }
}
