import { postgresPrograms, startPostgres, type PostgresServer } from '../support/postgres';
import { newDataDir, openLedger, type OpenLedger } from './open-ledger';

export interface Place {
  dataDir: string;
  env: Record<string, string>;
}

export interface Store {
  name: 'sqlite' | 'postgres';
  start(): Promise<void>;
  /** Somewhere empty to put a ledger. */
  newPlace(): Promise<Place>;
  stop(): Promise<void>;
}

const sqlite: Store = {
  name: 'sqlite',
  start: async () => undefined,
  newPlace: async () => ({ dataDir: newDataDir(), env: {} }),
  stop: async () => undefined,
};

function postgres(): Store {
  let server: PostgresServer;
  return {
    name: 'postgres',
    async start() {
      server = await startPostgres({ fsync: 'off' });
    },
    newPlace: async () => ({
      dataDir: newDataDir(),
      env: { DATABASE_URL: await server.newDatabase() },
    }),
    stop: () => server.stop(),
  };
}

/** SQLite always, PostgreSQL where its server is installed; says so where it is not. */
export function stores(): Store[] {
  if (postgresPrograms() !== null) return [sqlite, postgres()];
  process.stdout.write('PostgreSQL is not installed here: these tests run on SQLite only\n');
  return [sqlite];
}

export function openAt(place: Place): Promise<OpenLedger> {
  return openLedger(place.dataDir, place.env);
}
