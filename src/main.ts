import 'reflect-metadata';
import { createApp, listen } from './app';
import { loadEnvironment } from './common/config/load-environment';
import { leaveWithParent } from './leave-with-parent';

/** Problems whose message is written for the operator and needs no stack. */
const PLAIN_ERRORS = new Set(['EnvironmentError', 'DataDirBusyError']);

async function main(): Promise<void> {
  const app = await createApp(loadEnvironment(process.env));
  await listen(app);
  leaveWithParent(() => app.close());
}

main().catch((error: unknown) => {
  const isPlain = error instanceof Error && PLAIN_ERRORS.has(error.name);
  process.stderr.write(`${isPlain ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exit(1);
});
