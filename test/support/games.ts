import { request as httpRequest } from 'node:http';
import { given } from './client';
import type { RunningServer } from './server';

/** Games and their hosts, as tests use them. */
export interface UploadedGame {
  id: string;
  title: string;
  version: number;
  play_url: string;
}

export function gameForm(html: string | Buffer, title: string, name = 'game.html'): FormData {
  const form = new FormData();
  form.set('title', title);
  form.set('file', new Blob([new Uint8Array(Buffer.from(html as string))]), name);
  return form;
}

/** Uploads one HTML file as a new game; throws unless it was taken. */
export async function uploadGame(
  url: string,
  token: string,
  html: string | Buffer,
  title = 'A game',
): Promise<UploadedGame> {
  const response = await fetch(`${url}/api/games`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: gameForm(html, title),
  });
  if (!response.ok) throw new Error(`upload: ${response.status} ${await response.text()}`);
  return (await response.json()) as UploadedGame;
}

export interface StartedPlay {
  id: string;
  token: string;
  expires_in: number;
  game_url: string;
  game_origin: string;
  nonce: string;
  token_limit: number;
  spent: number;
}

export function startPlay(
  server: RunningServer,
  token: string,
  gameId: string,
  headers: Record<string, string> = {},
): Promise<StartedPlay> {
  return given(`http://127.0.0.1:${server.port}/api/play/sessions`, {
    token,
    body: { game_id: gameId },
    headers,
  });
}

export interface HostAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A request with a Host header of one's own, which fetch does not allow. */
export function askHost(
  server: RunningServer,
  host: string,
  call: { path: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<HostAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path: call.path,
        method: call.method ?? (call.body === undefined ? 'GET' : 'POST'),
        headers: { host, ...call.headers },
        agent: false,
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

export function gameHost(server: RunningServer, gameId: string): string {
  return `g-${gameId}.localhost:${server.port}`;
}
