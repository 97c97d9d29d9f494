import 'reflect-metadata';
import { createApp, listen } from './app';
import { audit } from './cli/audit';
import { loadEnvironment } from './common/config/load-environment';
import { leaveWithParent } from './leave-with-parent';

/** Problems whose message is written for the operator and needs no stack. */
const PLAIN_ERRORS = new Set(['EnvironmentError', 'DataDirBusyError', 'SqliteTooOldError']);

async function main(command: string | undefined): Promise<void> {
  const env = loadEnvironment(process.env);
  if (command === 'audit') process.exit(await audit(env));
  const app = await createApp(env);
  await listen(app);
  leaveWithParent(() => app.close());
}

main(process.argv[2]).catch((error: unknown) => {
  const isPlain = error instanceof Error && PLAIN_ERRORS.has(error.name);
  process.stderr.write(`${isPlain ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exit(1);
});
