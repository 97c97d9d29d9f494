import { Agent, type buildConnector, type Dispatcher } from 'undici';
import type { AddressTrust } from '../../common/net/address-policy';
import { guardedConnector } from '../../common/net/guarded-connector';
import {
  Upstream,
  type UpstreamCall,
  type UpstreamRequest,
  type UpstreamSink,
} from '../providers.types';
import { classifyFailure, isStaleSocket } from '../logic/classify-failure';

export interface HttpUpstreamOptions {
  /** Without a trailing slash. */
  baseUrl: string;
  /** Added to every request: the operator's credentials. */
  headers: Record<string, string>;
  /** Whose word the base URL is: decides which addresses are dialled. */
  trust: AddressTrust;
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
}

/** Sockets that wait for a next call at most this long; servers close idle ones after 5 s or more. */
const KEEP_ALIVE_MS = 4000;

/**
 * An upstream over HTTP/1.1. Bytes go from its socket to the sink as they come; pausing the sink pauses
 * the socket. undici's `dispatch` is used below its promise and stream layers, which cost more than the
 * rest of the request path together.
 */
export class HttpUpstream extends Upstream {
  private readonly origin: string;
  private readonly basePath: string;
  private readonly pooled: Agent;
  /** Never reuses a socket: for the one retry after a pooled socket turned out to be dead. */
  private readonly fresh: Agent;

  constructor(private readonly options: HttpUpstreamOptions) {
    super();
    const url = new URL(options.baseUrl);
    this.origin = url.origin;
    this.basePath = url.pathname === '/' ? '' : url.pathname;
    const connect = connectorThatCounts(
      guardedConnector({ trust: options.trust, timeoutMs: options.connectTimeoutMs }),
    );
    const timeouts = {
      headersTimeout: options.firstByteTimeoutMs,
      bodyTimeout: options.idleTimeoutMs,
      connect,
    };
    this.pooled = new Agent({ ...timeouts, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
    this.fresh = new Agent({ ...timeouts, pipelining: 0 });
  }

  open(request: UpstreamRequest, sink: UpstreamSink): UpstreamCall {
    const call = new HttpCall(sink, () => {
      this.dispatch(this.fresh, request, call);
    });
    this.dispatch(this.pooled, request, call);
    return call;
  }

  /** Breaks off what is running. */
  async close(): Promise<void> {
    await Promise.all([this.pooled.destroy(), this.fresh.destroy()]);
  }

  /** Takes no more requests and closes when those under way have ended. */
  async retire(): Promise<void> {
    await Promise.all([this.pooled.close(), this.fresh.close()]);
  }

  private dispatch(agent: Agent, request: UpstreamRequest, call: HttpCall): void {
    agent.dispatch(
      {
        origin: this.origin,
        path: this.basePath + request.path,
        method: request.method,
        headers: { ...request.headers, ...this.options.headers },
        body: request.body,
      },
      call,
    );
  }
}

class HttpCall implements UpstreamCall, Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private hasStarted = false;
  private isAborted = false;
  private wasRetried = false;

  constructor(
    private readonly sink: UpstreamSink,
    private readonly retryFresh: () => void,
  ) {}

  abort(): void {
    this.isAborted = true;
    this.controller?.abort(new Error('the call was ended by us'));
  }

  resume(): void {
    this.controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isAborted) this.abort();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (this.isAborted || status < 200) return;
    if (status >= 300 && status < 400) {
      this.refuseRedirect(status);
      return;
    }
    this.hasStarted = true;
    this.sink.onStart(status, headers);
  }

  /** Following it would hand the key to whoever the answer names. The request itself was not run. */
  private refuseRedirect(status: number): void {
    const detail = `answered ${status}: redirects are not followed`;
    this.abort();
    this.sink.onFailure({ kind: 'not-sent', isTimeout: false, detail });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.isAborted && !this.sink.onData(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (!this.isAborted) this.sink.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.isAborted) return;
    if (!this.hasStarted && !this.wasRetried && isStaleSocket(error)) {
      this.wasRetried = true;
      this.retryFresh();
      return;
    }
    this.sink.onFailure(classifyFailure(error, this.hasStarted));
  }
}

/**
 * Marks every socket error with how much the socket had already received: a socket that had answered
 * before was a reused one, and its death before the first byte means that the server had closed it.
 */
function connectorThatCounts(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      socket.on('error', (failure: Error & { bytesRead?: number }) => {
        failure.bytesRead = socket.bytesRead;
      });
      callback(null, socket);
    });
  };
}
