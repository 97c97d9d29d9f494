import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { answerTo } from './upstream/doors';
import type { Step } from './upstream/plan';
import { scenarioOf, type Scenario } from './upstream/scenario';
import { head, readBody, readHead, type Head } from './upstream/wire';
import { until } from './until';

/**
 * A model server on loopback that speaks Anthropic, OpenAI and Ollama, replays recordings and plays
 * every fault of upstream/scenario.ts, chosen by a marker in the prompt. It keeps all that came and went.
 */
export interface UpstreamCall {
  /** 1, 2, … in order of arrival. */
  number: number;
  method: string;
  path: string;
  query: string;
  head: Head;
  /** The request as it came, head and body. */
  raw: Buffer;
  bodyText: string;
  body: Record<string, any>;
  scenario: Scenario;
  /** Which connection, counted from 1. */
  connection: number;
  /** Exactly what was handed to the socket. */
  sent: Buffer[];
  /** Of that, the body without chunk frames. */
  payload: Buffer[];
  /** Output tokens handed to the socket. */
  tokens: number;
  arrivedAtMs: number;
  /** When the other side closed or broke its connection before the answer was through. */
  abandonedAtMs?: number;
  /** The answer ended as planned, faults included. */
  isOver: boolean;
}

interface Connection {
  number: number;
  socket: Socket;
  inbox: Buffer;
  isBusy: boolean;
  /** Breaks at the next request: it promised keep-alive and did not mean it. */
  isStale: boolean;
  isGone: boolean;
}

export class FakeUpstream {
  readonly calls: UpstreamCall[] = [];
  url = '';
  port = 0;
  /** Connections that broke because a request came on one that had gone stale. */
  staleReuses = 0;
  private server: Server | undefined;
  private readonly connections = new Set<Connection>();
  private connectionCount = 0;

  async listen(): Promise<this> {
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
    this.server.listen({ port: this.port, host: '127.0.0.1', backlog: 4096 });
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  /** From now on connections are refused, until `listen` is called again. */
  async refuse(): Promise<void> {
    for (const connection of this.connections) connection.socket.destroy();
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    await new Promise((closed) => server.close(closed));
  }

  close(): Promise<void> {
    return this.refuse();
  }

  /** The calls whose marker carries this tag. */
  tagged(tag: string): UpstreamCall[] {
    return this.calls.filter((call) => call.scenario.tag === tag);
  }

  /** The one call with this tag, as soon as it has come. */
  async call(tag: string): Promise<UpstreamCall> {
    return until(() => this.tagged(tag)[0], { what: `an upstream call tagged ${tag}` });
  }

  get openConnections(): number {
    return this.connections.size;
  }

  private accept(socket: Socket): void {
    this.connectionCount += 1;
    const connection: Connection = {
      number: this.connectionCount,
      socket,
      inbox: Buffer.alloc(0),
      isBusy: false,
      isStale: false,
      isGone: false,
    };
    this.connections.add(connection);
    socket.on('data', (bytes) => {
      connection.inbox = Buffer.concat([connection.inbox, bytes]);
      void this.serve(connection);
    });
    socket.on('error', () => (connection.isGone = true));
    socket.on('end', () => (connection.isGone = true));
    socket.on('close', () => {
      connection.isGone = true;
      this.connections.delete(connection);
    });
  }

  private async serve(connection: Connection): Promise<void> {
    if (connection.isBusy) return;
    if (connection.isStale) {
      this.staleReuses += 1;
      connection.socket.resetAndDestroy();
      return;
    }
    const request = takeRequest(connection);
    if (request === undefined) return;
    connection.isBusy = true;
    const call = this.record(connection, request);
    await this.answer(connection, call);
    connection.isBusy = false;
    if (connection.inbox.length > 0) await this.serve(connection);
  }

  private record(connection: Connection, request: { head: Head; raw: Buffer }): UpstreamCall {
    const [method = '', target = ''] = request.head.line.split(' ');
    const [path = '', query = ''] = target.split('?');
    const body = readBody(request.head, request.raw.subarray(request.head.length))?.body;
    const bodyText = body?.toString() ?? '';
    const call: UpstreamCall = {
      number: this.calls.length + 1,
      method,
      path,
      query,
      head: request.head,
      raw: request.raw,
      bodyText,
      body: parsed(bodyText),
      scenario: scenarioOf(''),
      connection: connection.number,
      sent: [],
      payload: [],
      tokens: 0,
      arrivedAtMs: performance.now(),
      isOver: false,
    };
    this.calls.push(call);
    return call;
  }

  private async answer(connection: Connection, call: UpstreamCall): Promise<void> {
    const { socket } = connection;
    let steps: Iterable<Step>;
    try {
      call.scenario = scenarioOf(call.bodyText);
      steps = answerTo(call);
    } catch (error) {
      steps = [{ send: head(`HTTP/1.1 599 ${String(error)}`, ['Content-Length: 0']) }];
    }
    for (const step of steps) {
      if (!connection.isGone) await this.take(step, connection, call);
      if (connection.isGone && !call.isOver) {
        call.abandonedAtMs = performance.now();
        return;
      }
      if ('close' in step) return;
    }
    call.isOver = true;
    connection.isStale = call.scenario.fault === 'stale';
    if (call.scenario.fault === 'close-after' || call.scenario.close) socket.end();
  }

  private async take(step: Step, connection: Connection, call: UpstreamCall): Promise<void> {
    const { socket } = connection;
    if ('waitMs' in step) {
      if (step.waitMs > 0) await pause(step.waitMs, socket);
    } else if ('hang' in step) {
      await new Promise((gone) => socket.once('close', gone));
    } else if ('close' in step) {
      call.isOver = true;
      if (step.close === 'rst') socket.resetAndDestroy();
      else socket.end();
    } else {
      await this.send(step, connection, call);
    }
  }

  private async send(
    step: { send: Buffer; payload?: Buffer; tokens?: number },
    connection: Connection,
    call: UpstreamCall,
  ): Promise<void> {
    call.tokens += step.tokens ?? 0;
    if (step.payload !== undefined) call.payload.push(step.payload);
    const size = call.scenario.fault === 'drip' ? call.scenario.split || 7 : step.send.length;
    for (let at = 0; at < step.send.length && !connection.isGone; at += size) {
      const bytes = step.send.subarray(at, at + size);
      call.sent.push(bytes);
      if (!connection.socket.write(bytes)) await drained(connection.socket);
      if (size < step.send.length) await pause(1, connection.socket);
    }
  }
}

function takeRequest(connection: Connection): { head: Head; raw: Buffer } | undefined {
  const found = readHead(connection.inbox);
  if (found === undefined) return undefined;
  const body = readBody(found, connection.inbox.subarray(found.length));
  if (body === undefined) return undefined;
  const length = found.length + body.length;
  const raw = connection.inbox.subarray(0, length);
  connection.inbox = connection.inbox.subarray(length);
  return { head: found, raw };
}

function parsed(text: string): Record<string, any> {
  try {
    return JSON.parse(text) as Record<string, any>;
  } catch {
    return {};
  }
}

/** Waits, but no longer than the connection lives. */
function pause(ms: number, socket: Socket): Promise<void> {
  return new Promise((next) => {
    const done = () => {
      clearTimeout(timer);
      socket.off('close', done);
      next();
    };
    const timer = setTimeout(done, ms);
    socket.once('close', done);
  });
}

function drained(socket: Socket): Promise<void> {
  return new Promise((next) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      next();
    };
    socket.once('drain', done);
    socket.once('close', done);
  });
}

const open = new Set<FakeUpstream>();

export async function startUpstream(): Promise<FakeUpstream> {
  const upstream = await new FakeUpstream().listen();
  open.add(upstream);
  return upstream;
}

afterAll(async () => {
  await Promise.all([...open].map((upstream) => upstream.close()));
  open.clear();
});
