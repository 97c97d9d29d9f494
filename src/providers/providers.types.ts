import type { OutputField } from '../protocol/relay/dialect-request';

/** The wire shapes that clients and upstreams speak. */
export type Dialect = 'anthropic' | 'ollama' | 'openai';

/** Where a model can be asked: one upstream account or server, and how to reach it. */
export interface Deployment {
  /** The provider's name as people see it: `anthropic`, `ollama`, `demo`. */
  provider: string;
  /** What this upstream speaks. `any` is the built-in demo model, which speaks every dialect. */
  dialect: Dialect | 'any';
  /** The model as this upstream calls it. */
  model: string;
  /** Whose models and prices these are in the catalogue: a vendor's name, or the provider's own. */
  vendor: string;
  /** Runs on the operator's own machines: nobody is paid per token. */
  isLocal: boolean;
  /** The most output the model can give, where it is known. */
  outputTokensMax: number | null;
  /** OpenAI's dialect: the field that a limit of output goes into where the caller set none. */
  outputField: OutputField;
  upstream: Upstream;
}

export interface UpstreamRequest {
  method: 'GET' | 'POST';
  /** Below the provider's base URL, with a leading slash; may carry a query. */
  path: string;
  /** Lower-case names. Credentials are added by the upstream, never by the caller. */
  headers: Record<string, string>;
  body: Buffer | null;
}

/**
 * Why an upstream call failed:
 * - `not-sent`      nothing reached it: name, connection or TLS failed, or it only pointed elsewhere
 * - `no-answer`     sent, and the connection broke or the first byte did not come in time
 * - `interrupted`   broke or fell silent after the answer had begun
 */
export type UpstreamFailureKind = 'not-sent' | 'no-answer' | 'interrupted';

export interface UpstreamFailure {
  kind: UpstreamFailureKind;
  isTimeout: boolean;
  /** For our log; may name hosts, so never for callers. */
  detail: string;
}

/** Receives one answer. Exactly one of onEnd and onFailure is called, last; neither after abort(). */
export interface UpstreamSink {
  /** The status line and headers (lower-case names). */
  onStart(status: number, headers: Record<string, string | string[] | undefined>): void;
  /** Return false to ask for a pause; the sink then calls resume() when it can take more. */
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  onFailure(failure: UpstreamFailure): void;
}

/** A call under way. */
export interface UpstreamCall {
  /** Ends the call; the upstream's connection is closed so that it stops working. May be called twice. */
  abort(): void;
  resume(): void;
}

/** Something that answers requests in one dialect: a server over HTTP, or the demo model in this process. */
export abstract class Upstream {
  abstract open(request: UpstreamRequest, sink: UpstreamSink): UpstreamCall;
}

/** A model as an upstream itself lists it. */
export interface DiscoveredModel {
  id: string;
  displayName: string;
  /** 0 when it does not say. */
  createdAtMs: number;
  contextTokensMax: number | null;
}

/** A provider in use, as far as lists of models need to know it. */
export interface ListedProvider {
  /** The part before the slash in `provider/model`. */
  name: string;
  dialect: Dialect | 'any';
  /** Whose models and prices these are in the catalogue: a vendor's name, or the provider's own. */
  vendor: string;
  /** Runs on the operator's own machines: nobody is paid per token. */
  isLocal: boolean;
  /** Set for Ollama, whose own lists say more. */
  ollama: OllamaLists | null;
  /** At most as old as its client says. Throws when the upstream was never reachable. */
  listModels(): Promise<readonly DiscoveredModel[]>;
}

/** What Ollama's clients ask, in Ollama's own words; servers that do not answer are left out. */
export interface OllamaLists {
  list(): Promise<{ name: string }[]>;
  running(): Promise<{ name: string }[]>;
  version(): Promise<string | null>;
}
