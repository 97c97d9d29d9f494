import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A server that listens and then sleeps for good, so that nobody takes its connections. */
const SLEEPER = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
/** More than its queue takes: whoever comes then is left hanging in the connect. */
const FILLERS = 4;

/** The URL of an upstream to which connecting takes for ever. */
export async function startUnaccepting(): Promise<string> {
  const child = spawn(process.execPath, ['-e', SLEEPER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(said);
  const fillers: Socket[] = [];
  for (let index = 0; index < FILLERS; index += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    fillers.push(socket);
  }
  opened.push(() => {
    for (const socket of fillers) socket.destroy();
    child.kill('SIGKILL');
  });
  return `http://127.0.0.1:${port}`;
}

const opened: (() => void)[] = [];

afterAll(() => {
  for (const close of opened.splice(0)) close();
});
