// The only place where the direction of dependencies is written down; docs/architecture.md shows the same table.
export const floors = {
  common: [],
  protocol: [],
  users: ['common'],
  auth: ['common', 'users'],
  models: ['common', 'ledger'],
  ledger: ['common'],
  usage: ['common', 'users', 'ledger'],
  providers: ['common', 'protocol', 'models'],
  inference: ['common', 'protocol', 'models', 'ledger', 'usage', 'providers'],
  games: ['common', 'auth', 'users', 'usage', 'inference'],
  health: ['common'],
  'api-docs': ['common'],
  web: ['common', 'games'],
};

const onlyLowerFloors = Object.keys(floors).map((name) => ({
  name: `floor:${name}`,
  comment: `src/${name} may import only: ${floors[name].join(', ') || 'nothing else of src'}`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: '[.]spec[.]ts$' },
  to: { path: '^src/', pathNot: `^src/(${[name, ...floors[name]].join('|')})/` },
}));

export default {
  forbidden: [
    ...onlyLowerFloors,
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-door',
      comment: "Files at a module's root are public; its sub-folders are private.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/[^/]+/', pathNot: '^src/($1|common|protocol)/' },
    },
    {
      name: 'edges-are-leaves',
      comment: 'Only a module file wires a controller, resolver or command.',
      severity: 'error',
      from: { pathNot: '[.](module|spec)[.]ts$' },
      to: { path: '^src/.*[.](controller|resolver|gateway|command)[.]ts$' },
    },
    {
      name: 'protocol-is-pure',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: '[.]spec[.]ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'driver-stays-in-database',
      comment: 'Only src/common/database knows which database driver is underneath.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/common/database/' },
      to: { path: 'node_modules/(sqlite3|pg)/' },
    },
    {
      name: 'entities-stay-home',
      severity: 'error',
      from: { path: '^src/([^/]+)/.*[.]entity[.]ts$' },
      to: { path: '^src/.*[.]entity[.]ts$', pathNot: '^src/($1|common)/' },
    },
    {
      name: 'web-foundation',
      comment: 'web: ui and lib know no feature and not the app; ui, lib → features → app.',
      severity: 'error',
      from: { path: '^web/src/(ui|lib)/' },
      to: { path: '^web/src/(features|app|playground)/' },
    },
    {
      name: 'web-features-stay-apart',
      comment: 'web: a feature imports neither another feature nor the app.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/(features/(?!$1/)|app/|playground/)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
