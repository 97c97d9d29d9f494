/** What the page tells the game over its port. Shapes as in src/games/README.md. */
export type ToGame =
  | {
      type: 'token';
      token: string;
      expires_in: number;
      context: {
        game: { id: string; title: string };
        version: number | null;
        player: { name: string };
      };
      budget: Budget;
    }
  | { type: 'budget'; budget: Budget }
  | { type: 'ended'; reason: string };

export interface Budget {
  /** Tokens; null means no cap of this play's own. */
  limit: number | null;
  spent: number;
}

export interface GameLinkOptions {
  frame: HTMLIFrameElement;
  /** The only origin that may answer: the game's own. */
  origin: string;
  nonce: string;
  /** The game's first script is there and wants its token. */
  onReady: () => void;
  /** The game's token was refused with 401; it wants another. */
  onTokenPlease: () => void;
}

/** A game that asks for tokens more often than this gets none. */
const TOKEN_PLEASE_EVERY_MS = 2000;
/** Documents a play may load before we stop answering: reloads are fine, a loop is not. */
const HELLOS_MAX = 200;

/**
 * The one way between the page and the game. A message counts only when it comes from the game's
 * frame, from the game's origin, with the nonce of this play. Every document that says hello gets a
 * port of its own, and the one before is closed; a document that loads without saying hello gets none.
 */
export class GameLink {
  private port: MessagePort | undefined;
  private saidHelloSinceLoad = false;
  private hellos = 0;
  private lastTokenPleaseMs = 0;

  constructor(private readonly options: GameLinkOptions) {
    window.addEventListener('message', this.receive);
    options.frame.addEventListener('load', this.loaded);
  }

  send(message: ToGame): void {
    this.port?.postMessage(message);
  }

  close(): void {
    window.removeEventListener('message', this.receive);
    this.options.frame.removeEventListener('load', this.loaded);
    this.port?.close();
    this.port = undefined;
  }

  private readonly receive = (event: MessageEvent<unknown>): void => {
    const { frame, origin, nonce } = this.options;
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    if (!isObject(event.data) || event.data['type'] !== 'arcade:hello') return;
    if (event.data['nonce'] !== nonce || this.hellos >= HELLOS_MAX) return;
    this.hellos += 1;
    this.saidHelloSinceLoad = true;
    this.port?.close();
    const channel = new MessageChannel();
    this.port = channel.port1;
    this.port.addEventListener('message', this.hear);
    this.port.start();
    frame.contentWindow?.postMessage({ type: 'arcade:port', nonce }, origin, [channel.port2]);
  };

  private readonly loaded = (): void => {
    if (!this.saidHelloSinceLoad) {
      this.port?.close();
      this.port = undefined;
    }
    this.saidHelloSinceLoad = false;
  };

  private readonly hear = ({ data }: MessageEvent<unknown>): void => {
    if (!isObject(data)) return;
    if (data['type'] === 'ready') this.options.onReady();
    if (data['type'] !== 'token_please') return;
    const nowMs = Date.now();
    if (nowMs - this.lastTokenPleaseMs < TOKEN_PLEASE_EVERY_MS) return;
    this.lastTokenPleaseMs = nowMs;
    this.options.onTokenPlease();
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
