// The first script of every page of a game. It asks the play page for a token and lends it to plain
// fetch and XMLHttpRequest calls of /api/inference, so that a game needs no key and no special code.
// A convenience only: the boundary is the server, which checks the token on every call.
'use strict';
{
  const APIS = ['/api/inference/', '/api/play/'];
  /** How long a call waits for the player to let the game in. */
  const TOKEN_WAIT_MS = 120_000;
  const HELLO_EVERY_MS = 400;
  /** Refusals that a fresh token repairs. */
  const REPAIRABLE = new Set(['token_expired', 'token_rebind']);
  const NONCE_KEY = '__arcade_nonce';

  const playUrl = document.currentScript?.dataset.play ?? '/';
  document.currentScript?.remove();

  /** An error that says what to do next: `code` for programs, `message` for people. */
  class ArcadeError extends Error {
    constructor(code, message, facts = {}) {
      super(message);
      this.name = 'ArcadeError';
      this.code = code;
      this.status = facts.status ?? 0;
      this.retryable = facts.retryable ?? false;
      this.retryAfterMs = facts.retryAfterMs ?? null;
      this.requestId = facts.requestId ?? null;
      this.partialText = facts.partialText ?? '';
    }
  }

  // --- what the play page tells us -----------------------------------------------------------------

  const isTop = window.parent === window;
  const nonce = takeNonce();
  const hosted = !isTop && nonce !== null;
  let port = null;
  let token = null;
  let over = null;
  let waiting = [];
  const listeners = { budget: new Set(), ended: new Set() };
  let tellReady;
  const ready = new Promise((resolve) => (tellReady = resolve));

  /** From the fragment, or from an earlier page of the same game in this tab. */
  function takeNonce() {
    const found = /^#arcade=([\w-]{8,64})$/u.exec(location.hash)?.[1];
    try {
      if (found === undefined) return sessionStorage.getItem(NONCE_KEY);
      sessionStorage.setItem(NONCE_KEY, found);
    } catch {
      // No storage: then only the first page of the game is known.
    }
    if (found !== undefined) history.replaceState(null, '', location.pathname + location.search);
    return found ?? null;
  }

  function receive({ data }) {
    if (data?.type === 'token') {
      token = data.token;
      over = null;
      for (const waiter of waiting.splice(0)) waiter.resolve(token);
      tellReady(Object.freeze({ ...data.context, budget: data.budget ?? null }));
    } else if (data?.type === 'budget') {
      for (const listener of listeners.budget) listener(data.budget);
    } else if (data?.type === 'ended') {
      over = new ArcadeError('session_expired', 'The play session is over.', { status: 401 });
      token = null;
      for (const waiter of waiting.splice(0)) waiter.reject(over);
      for (const listener of listeners.ended) listener(data.reason);
    }
  }

  function meetPage() {
    const hello = () => window.parent.postMessage({ type: 'arcade:hello', nonce }, '*');
    // The page may not listen yet, so we say it until it answers.
    const timer = setInterval(hello, HELLO_EVERY_MS);
    setTimeout(() => clearInterval(timer), TOKEN_WAIT_MS);
    window.addEventListener('message', (event) => {
      if (event.source !== window.parent || event.data?.type !== 'arcade:port') return;
      event.stopImmediatePropagation();
      if (event.data.nonce !== nonce || event.ports.length === 0) return;
      clearInterval(timer);
      port?.close();
      port = event.ports[0];
      port.addEventListener('message', receive);
      port.start();
      port.postMessage({ type: 'ready' });
    });
    hello();
  }

  /** The token, as soon as there is one. Rejects with an ArcadeError, or as the signal says. */
  function obtainToken(signal) {
    if (!hosted) return Promise.reject(noHost());
    if (over !== null) return Promise.reject(over);
    if (token !== null) return Promise.resolve(token);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      signal?.addEventListener('abort', () => reject(signal.reason));
      const late = new ArcadeError('consent_required', 'The arcade did not let the game in.', {
        status: 403,
      });
      setTimeout(() => reject(late), TOKEN_WAIT_MS);
    });
  }

  /** Asks for another token, unless that has happened since `old` was used. */
  function renewToken(old, reason, signal) {
    if (token === old) {
      token = null;
      port?.postMessage({ type: 'token_please', reason: reason.replace('token_', '') });
    }
    return obtainToken(signal);
  }

  function noHost() {
    return new ArcadeError(
      'no_host',
      'Open this game in the arcade: only there it may call models.',
      {
        status: 401,
      },
    );
  }

  // --- plain calls ---------------------------------------------------------------------------------

  /** Is this call for the arcade's API on our own host? */
  function apiPath(target) {
    try {
      const url = new URL(
        target instanceof Request ? target.url : String(target),
        document.baseURI,
      );
      const isOurs = url.origin === location.origin;
      return isOurs && APIS.some((prefix) => url.pathname.startsWith(prefix)) ? url.pathname : null;
    } catch {
      return null;
    }
  }

  const nativeFetch = window.fetch.bind(window);
  window.fetch = async function fetch(input, init) {
    const path = apiPath(input);
    return path === null ? nativeFetch(input, init) : sendApi(new Request(input, init), path);
  };

  async function sendApi(request, path) {
    const spare = request.clone();
    try {
      const first = await obtainToken(request.signal);
      const response = await nativeFetch(withToken(request, first));
      const refusal = response.headers.get('x-arcade-error');
      if (response.status !== 401 || !REPAIRABLE.has(refusal)) return response;
      const second = await renewToken(first, refusal, request.signal);
      return await nativeFetch(withToken(spare, second));
    } catch (error) {
      if (error instanceof ArcadeError) return refusalAnswer(error, path);
      throw error;
    }
  }

  function withToken(request, value) {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${value}`);
    headers.delete('x-api-key');
    return new Request(request, { headers, credentials: 'omit' });
  }

  /** An answer in the words of the dialect that was asked, so that a game's own error handling works. */
  function refusalAnswer({ code, status, message }, path) {
    const type = status === 401 ? 'authentication_error' : 'permission_error';
    let body = { type: 'error', error: { type, message } };
    if (path.includes('/ollama')) body = { error: message };
    if (path.includes('/openai')) body = { error: { message, type, code, param: null } };
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/json',
        'x-arcade-error': code,
        'x-should-retry': 'false',
      },
    });
  }

  const native = { ...pick(XMLHttpRequest.prototype, 'open', 'send', 'abort', 'setRequestHeader') };
  const calls = new WeakMap();

  function pick(object, ...names) {
    return Object.fromEntries(names.map((name) => [name, object[name]]));
  }

  Object.assign(XMLHttpRequest.prototype, {
    open(method, url, isAsync = true, ...rest) {
      if (apiPath(url) === null) calls.delete(this);
      else calls.set(this, { isAsync });
      return native.open.call(this, method, url, isAsync, ...rest);
    },
    setRequestHeader(name, value) {
      const isKey = /^(?:authorization|x-api-key)$/iu.test(name);
      if (calls.has(this) && isKey) return;
      native.setRequestHeader.call(this, name, value);
    },
    abort() {
      calls.delete(this);
      native.abort.call(this);
    },
    send(body) {
      const call = calls.get(this);
      if (call === undefined) return native.send.call(this, body);
      this.withCredentials = false;
      const go = (value) => {
        if (calls.get(this) !== call) return;
        if (value !== null) native.setRequestHeader.call(this, 'authorization', `Bearer ${value}`);
        native.send.call(this, body);
      };
      // A synchronous call cannot wait; without a token the server says what is missing.
      if (!call.isAsync) return go(token);
      obtainToken().then(go, () => go(null));
    },
  });

  // --- window.arcade -------------------------------------------------------------------------------

  function codeOf(response) {
    const named = response.headers.get('x-arcade-error');
    if (named !== null) return named;
    const { status } = response;
    if (status === 429) {
      return response.headers.get('x-should-retry') === 'false'
        ? 'budget_exhausted'
        : 'rate_limited';
    }
    const known = { 400: 'bad_request', 402: 'budget_exhausted', 413: 'too_large' };
    return known[status] ?? (status >= 500 ? 'provider_error' : 'refused');
  }

  async function errorOf(response) {
    const text = await response.text();
    let message = text;
    try {
      const { error, detail } = JSON.parse(text);
      message = error?.message ?? error ?? detail ?? text;
    } catch {
      // Not JSON: the text itself is the message.
    }
    const wait = Number(response.headers.get('retry-after-ms') ?? NaN);
    const code = codeOf(response);
    return new ArcadeError(code, message, {
      status: response.status,
      retryable: code === 'rate_limited',
      retryAfterMs: Number.isNaN(wait) ? null : wait,
      requestId: response.headers.get('x-request-id'),
    });
  }

  async function post(body, signal) {
    let response;
    try {
      response = await window.fetch('/api/inference/anthropic/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
        body: JSON.stringify(body),
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ArcadeError('offline', 'The arcade cannot be reached.');
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  /** The JSON of each event of a stream. */
  async function* eventsOf(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data:')) yield JSON.parse(line.slice(5));
      }
    }
  }

  /** Books one event of a stream into the result and returns the text it brought. */
  function take(event, result) {
    if (event.type === 'error') throw new ArcadeError('provider_error', event.error?.message);
    result.model = event.message?.model ?? result.model;
    const usage = event.usage ?? event.message?.usage;
    result.usage.input = usage?.input_tokens ?? result.usage.input;
    result.usage.output = usage?.output_tokens ?? result.usage.output;
    const text = event.delta?.text ?? '';
    result.text += text;
    return text;
  }

  /**
   * Asks a model. A string or a list of messages; with `stream: true` the answer is an async iterable of
   * `{text}`, else a promise. Either way `final()` gives `{text, usage, model}` and `abort()` stops it.
   */
  function ask(prompt, options = {}) {
    const { system, model = 'fast', maxTokens = 512, temperature, stream = false } = options;
    const control = new AbortController();
    options.signal?.addEventListener('abort', () => control.abort(options.signal.reason));
    const messages = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;
    const body = { model, max_tokens: maxTokens, messages, system, temperature, stream: true };
    const result = { text: '', usage: { input: 0, output: 0 }, model };

    async function* parts() {
      try {
        for await (const event of eventsOf(await post(body, control.signal))) {
          const text = take(event, result);
          if (text !== '') yield { text };
        }
      } catch (error) {
        if (error instanceof ArcadeError) error.partialText = result.text;
        throw error;
      }
    }

    const running = parts();
    const final = async () => {
      for await (const _part of running);
      return result;
    };
    if (!stream) return final();
    return { [Symbol.asyncIterator]: () => running, final, abort: () => control.abort() };
  }

  async function getBudget() {
    const response = await window.fetch('/api/play/budget');
    if (!response.ok) throw await errorOf(response);
    return response.json();
  }

  const doors = { anthropic: 'anthropic', openai: 'openai/v1', ollama: 'ollama' };

  window.arcade = Object.freeze({
    version: '1',
    hosted,
    ready: () => (hosted ? ready : Promise.reject(noHost())),
    ai: Object.freeze({
      ask,
      baseURL: (dialect = 'anthropic') => `${location.origin}/api/inference/${doors[dialect]}`,
    }),
    budget: Object.freeze({ get: getBudget }),
    on(name, listener) {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    isLimit: (error) => ['budget_exhausted', 'rate_limited', 'concurrency'].includes(error?.code),
    ArcadeError,
  });

  // --- opened by itself ----------------------------------------------------------------------------

  function offerArcade() {
    const bar = document.createElement('div');
    const link = document.createElement('a');
    link.href = playUrl;
    link.textContent = 'Open in the arcade';
    link.style.cssText =
      'display:inline-block;padding:.7em 1.2em;border-radius:.6em;background:#ffd166;color:#1b1530;font:600 16px system-ui;text-decoration:none';
    bar.style.cssText =
      'position:fixed;inset:auto 0 0 0;z-index:2147483647;padding:14px;text-align:center;background:#1b1530e6';
    bar.attachShadow({ mode: 'open' }).append(link);
    document.documentElement.append(bar);
  }

  if (hosted) meetPage();
  else if (isTop) document.addEventListener('DOMContentLoaded', offerArcade);
}
